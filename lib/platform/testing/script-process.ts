import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** One of our scripts in a process of its own, with this test's environment and what is given on top of it. */
export class ScriptProcess {
  /** How it ended, and everything it said. */
  readonly ended: Promise<{ status: number | null; output: string }>;
  readonly #child: ChildProcess;

  constructor(name: string, environment: Record<string, string>, options: readonly string[] = []) {
    const child = spawn(process.execPath, [`scripts/${name}.mjs`, ...options], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text: Buffer) => {
        output += text.toString();
      });
    this.ended = once(child, "close").then(([status]) => ({ status: status as number | null, output }));
  }

  /** Ends it at once, as a lost machine would. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
