import { spawn } from "node:child_process";
import os from "node:os";
import { root } from "./checkout.mjs";

const running = new Set();

/** How far behind others a program stands in the queue for the cores that only computes while they wait for answers. */
const behind = 10;

/**
 * Runs a program of the set-up to its end, in this checkout or in `cwd`: `{ status, signal, output }`; with `show` its output goes to ours instead.
 * `onMessage` hears what it sends over a channel; `isBehind` has it take only the time that others leave. It gets a process group of its own, so that `endRunning` ends it with all that it started, and a Ctrl-C does not tear it down before we know.
 */
export function run(program, args, { env = process.env, cwd = root, show = false, onMessage, isBehind = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe", onMessage ? "ipc" : "ignore"];
    const child = spawn(program, args, { cwd, env, stdio, detached: true });
    // Before it has threads and children, which begin where it stands.
    if (isBehind && child.pid) os.setPriority(child.pid, behind);
    let output = "";
    child.stdout?.on("data", chunk => (output += chunk));
    child.stderr?.on("data", chunk => (output += chunk));
    if (onMessage) child.on("message", onMessage);
    running.add(child);
    child.once("error", error => {
      running.delete(child);
      reject(error);
    });
    child.once("close", (status, signal) => {
      running.delete(child);
      resolve({ status: status ?? 1, signal, output });
    });
  });
}

/** Runs a program like `run` and throws, with its output, if it fails. Answers the output. */
export async function mustRun(what, program, args, options) {
  const { status, signal, output } = await run(program, args, options);
  if (status === 0) return output;
  throw new Error(`${what} failed (${signal ?? `exit code ${status}`}).\n${output}`.trimEnd());
}

/** Ends every program that `run` has started and that still runs, with its children; waits until they are gone. */
export async function endRunning() {
  await Promise.all(
    [...running].map(async child => {
      const gone = new Promise(resolve => child.once("close", resolve));
      signalGroup(child.pid, "SIGTERM");
      const hard = setTimeout(() => signalGroup(child.pid, "SIGKILL"), 8000);
      await gone;
      clearTimeout(hard);
    }),
  );
}

/** Sends a signal to a process and all of its group; one that is gone already is fine. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
