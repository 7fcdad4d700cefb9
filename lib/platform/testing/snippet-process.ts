import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const hooks = pathToFileURL(`${root}scripts/worker-hooks.mjs`).href;

/** How a process ended: its exit code or the signal that ended it, and what it said. */
export type SnippetEnd = { code: number | null; signal: string | null; output: string };

/** A few lines of ours in a process of their own, with this test's environment: they may exit, hang or be killed. `load("lib/…")` imports a module of the checkout. */
export class SnippetProcess {
  readonly ended: Promise<SnippetEnd>;
  readonly #child: ChildProcess;
  #output = "";

  constructor(code: string) {
    const load = `const load = file => import(${JSON.stringify(pathToFileURL(root).href)} + file);`;
    const flags = ["--import", hooks, "--import", "tsx", "--input-type=module", "--eval", `${load}\n${code}`];
    this.#child = spawn(process.execPath, flags, { cwd: root, env: { ...process.env, NODE_ENV: "production" } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", text => {
        this.#output += text;
      });
    this.ended = once(this.#child, "close").then(([code, signal]) => ({ code, signal, output: this.#output }));
  }

  /** Waits until it has said this; throws what it said instead when it ends before. */
  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      const gone = this.ended.then(({ output }) => Promise.reject(new Error(`it ended without "${text}":\n${output}`)));
      await Promise.race([once(this.#child.stdout as NodeJS.ReadableStream, "data"), gone]);
    }
  }

  /** Sends it a signal: SIGSTOP freezes it, SIGCONT wakes it. */
  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it at once, as a lost machine would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
