import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { inCheckout, root } from "./checkout.mjs";
import { projectNode } from "./install.mjs";
import { nodeFlags } from "./node-flags.mjs";
import { signalGroup } from "./run.mjs";

const firstDelayMs = 500;
const longestDelayMs = 30_000;
const calmAfterMs = 60_000;
const stopSeconds = 35;

/**
 * One of our long-running scripts as a child process. It has a process group of its own, so that a Ctrl-C reaches only us, and
 * a channel, by which it notices that we are gone. Its process id stands in DATA_DIR/run/<name>.pid.
 */
export class Child {
  #process;
  #isStopping = false;
  #delayMs = firstDelayMs;
  #retry;

  /** With `restart` a child that dies comes back, later each time; without, `onEnd(reason)` is told. With `toFile` its log goes to DATA_DIR/logs/<name>.log. `runsLike` names another whose flags of Node it has. */
  constructor({ name, script, args = [], env, restart = false, toFile = false, onEnd = () => {}, runsLike = name }) {
    Object.assign(this, { name, script, args, env, restart, toFile, onEnd, runsLike });
  }

  /** Starts it and waits until it serves; throws if it ends before. */
  async start() {
    this.#launch();
    const child = this.#process;
    await new Promise((resolve, reject) => {
      child.on("message", message => message.ready && resolve());
      child.once("exit", (code, signal) =>
        reject(new Error(`The ${this.name} process did not start: ${reasonOf(code, signal)}.${this.#lastWords()}`)),
      );
    });
    child.once("exit", (code, signal) => this.#onDeath(reasonOf(code, signal)));
  }

  /** Asks it to end, waits, and after 35 s ends it by force; `force` does so at once. */
  async stop({ force = false } = {}) {
    this.#isStopping = true;
    clearTimeout(this.#retry);
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    if (force) signalGroup(child.pid, "SIGKILL");
    else child.kill("SIGTERM");
    const hard = setTimeout(() => signalGroup(child.pid, "SIGKILL"), stopSeconds * 1000);
    await gone;
    clearTimeout(hard);
    fs.rmSync(this.#pidFile(), { force: true });
  }

  #launch() {
    const log = this.toFile ? this.#openLog() : "inherit";
    const options = { cwd: root, env: this.env, stdio: ["ignore", log, log, "ipc"], detached: true };
    this.startedAt = Date.now();
    this.#process = spawn(
      projectNode(),
      [...nodeFlags(this.runsLike), inCheckout("scripts", this.script), ...this.args],
      options,
    );
    if (log !== "inherit") fs.closeSync(log);
    fs.mkdirSync(path.dirname(this.#pidFile()), { recursive: true });
    fs.writeFileSync(this.#pidFile(), `${this.#process.pid}\n`);
  }

  #openLog() {
    const folder = path.join(this.env.DATA_DIR, "logs");
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    return fs.openSync(path.join(folder, `${this.name}.log`), "a", 0o600);
  }

  /** The last lines of its log, for whoever has to say why it did not start. */
  #lastWords() {
    if (!this.toFile) return "";
    const file = path.join(this.env.DATA_DIR, "logs", `${this.name}.log`);
    return `\n${fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n")}\n(${file})`;
  }

  #onDeath(reason) {
    if (this.#isStopping) return;
    if (!this.restart) return this.onEnd(`The ${this.name} process ended: ${reason}.`);
    if (Date.now() - this.startedAt > calmAfterMs) this.#delayMs = firstDelayMs;
    console.error(`The ${this.name} process ended (${reason}) and starts again in ${this.#delayMs / 1000} s.`);
    this.#retry = setTimeout(() => {
      this.#launch();
      this.#process.once("exit", (code, signal) => this.#onDeath(reasonOf(code, signal)));
    }, this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
  }

  #pidFile() {
    return path.join(this.env.DATA_DIR, "run", `${this.name}.pid`);
  }
}

const reasonOf = (code, signal) => signal ?? `exit code ${code}`;
