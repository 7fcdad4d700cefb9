import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { findInstalledRedis } from "@/scripts/redis-server.mjs";
import { findFreePort } from "./free-port";

// The shell tells the server's number and waits for the end of its input, which comes when the test ends, in whatever way: then it ends the server.
const leash = '"$@" >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $!';

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write("PING\r\n");
    const [data] = await once(socket, "data");
    return String(data).startsWith("+PONG");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A Redis server of one test's own, on its own port and in its own folder, which may be stopped, frozen and started again. */
export class OwnRedis {
  readonly #program = findInstalledRedis(process.env);
  readonly #folder = mkdtempSync(path.join(tmpdir(), "gangway-redis-"));
  #shell: ChildProcess | undefined;
  #pid = 0;

  private constructor(private readonly port: number) {}

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await findFreePort());
    await redis.begin();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  /** Begins to serve, with nothing of what it held before. */
  async begin(): Promise<void> {
    const settings = ["--bind", "127.0.0.1", "--port", String(this.port), "--dir", this.#folder];
    const server = [this.#program, ...settings, "--save", "", "--appendonly", "no"];
    this.#shell = spawn("/bin/sh", ["-c", leash, "sh", ...server], { stdio: ["pipe", "pipe", "inherit"] });
    const [pid] = await once(this.#shell.stdout as NodeJS.ReadableStream, "data");
    this.#pid = Number(pid);
    for (let tries = 0; !(await answers(this.port)); tries++) {
      if (tries > 500) throw new Error("the Redis server does not answer");
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  /** Keeps its connections and answers nobody. */
  freeze(): void {
    process.kill(this.#pid, "SIGSTOP");
  }

  wake(): void {
    process.kill(this.#pid, "SIGCONT");
  }

  /** Ends it at once; what it held is gone. */
  async kill(): Promise<void> {
    const shell = this.#shell as ChildProcess;
    if (shell.exitCode !== null || shell.signalCode !== null) return;
    const gone = once(shell, "exit");
    shell.stdin?.end();
    await gone;
  }

  /** Ends it and removes its folder. */
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
