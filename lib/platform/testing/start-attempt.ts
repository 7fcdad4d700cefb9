import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "./free-port";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** How a start ended: what the process said on its error output, and whether anybody got an answer before it was gone. */
export type StartAttempt = { exitCode: number | null; said: string; wasServed: boolean };

// What a process needs in order to run at all; the rest of this run's settings would hide what is being tried.
const kept = ["PATH", "HOME", "NEXT_DIST_DIR", "GANGWAY_TEST_RUN", "CI"];

// The start itself listens for a moment to see whether the port is free: only an answer is a service.
const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).then(
    () => true,
    () => false,
  );

/** Starts `scripts/<script>` with this environment and a data folder of its own; ends it after 90 s if it has not left by itself. */
export async function attemptStart(script: string, environment: Record<string, string>): Promise<StartAttempt> {
  const [folder, port] = [mkdtempSync(path.join(tmpdir(), "gangway-start-")), await findFreePort()];
  const base = Object.fromEntries(kept.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])));
  const own = { NODE_ENV: "production" as const, DATA_DIR: folder, HOST: "127.0.0.1", PORT: String(port) };
  const child = spawn(process.execPath, [path.join("scripts", script)], {
    cwd: root,
    env: { ...base, ...environment, ...own },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let [said, wasServed] = ["", false];
  child.stderr.on("data", text => (said += text));
  const exit = new Promise<number | null>(resolve => child.once("close", resolve));
  const watch = setInterval(async () => {
    if (await answers(port)) wasServed = true;
  }, 50);
  const patience = setTimeout(() => child.kill("SIGKILL"), 90_000);
  const exitCode = await exit;
  clearInterval(watch);
  clearTimeout(patience);
  rmSync(folder, { recursive: true, force: true });
  return { exitCode, said, wasServed };
}
