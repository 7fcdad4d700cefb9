import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { nodeFlags } from "@/scripts/node-flags.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** One line of a worker's log. */
export type LogLine = { msg?: string };

/** A real worker of ours in a process of its own, which can be killed and frozen; what it logs is kept. */
export class WorkerProcess {
  readonly lines: LogLine[] = [];
  readonly #child: ChildProcess;

  private constructor(environment: Record<string, string>) {
    this.#child = spawn(process.execPath, [...nodeFlags("worker"), "scripts/worker.mjs"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", ...environment },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on("line", line => {
        this.lines.push(line.startsWith("{") ? JSON.parse(line) : { msg: line });
      });
  }

  /** Starts `scripts/worker.mjs` with the environment of this test and waits until it takes jobs. */
  static async start(environment: Record<string, string> = {}): Promise<WorkerProcess> {
    const worker = new WorkerProcess(environment);
    const ended = once(worker.#child, "exit").then(() => Promise.reject(new Error("the worker did not start")));
    await Promise.race([once(worker.#child, "message"), ended]);
    ended.catch(() => undefined);
    return worker;
  }

  /** How many jobs of this worker ended because another one has taken over. */
  get timesFenced(): number {
    const words = "another worker has taken this step over";
    return this.lines.filter(line => JSON.stringify(line).includes(words)).length;
  }

  /** Its last words, and whether it is still there: for the text of an expectation. */
  get lastWords(): string {
    const ended = this.#child.exitCode ?? this.#child.signalCode ?? "still there";
    return `${ended}: ${this.lines
      .slice(-20)
      .map(line => JSON.stringify(line))
      .join("\n")}`;
  }

  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  wake(): void {
    this.#child.kill("SIGCONT");
  }

  /** Asks it to end, as a deployment does; answers with what it ended and after how many seconds. */
  async stop(): Promise<{ code: number | null; seconds: number }> {
    const since = performance.now();
    const gone = this.#child.exitCode === null ? once(this.#child, "exit") : [this.#child.exitCode];
    this.#child.kill("SIGTERM");
    const [code] = await gone;
    return { code, seconds: (performance.now() - since) / 1000 };
  }

  /** Ends it at once, as a lost machine would, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }
}
