import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nodeFlags } from "@/scripts/node-flags.mjs";
import { findFreePort } from "./free-port";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Starts the build of this run as a web process with these settings; it sends a message when it listens. */
export const spawnServer = (environment: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, [...nodeFlags("web"), "scripts/serve.mjs"], {
    cwd: root,
    env: { ...environment, NODE_ENV: "production", NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });

/** One more web process on the database of this run, with its secrets; `changed` replaces settings, `end` kills it at once. */
export async function startBeside(
  changed: Record<string, string> = {},
): Promise<{ address: string; end: () => Promise<void> }> {
  const port = String(await findFreePort());
  const child = spawnServer({ ...process.env, ...changed, PORT: port });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", text => (log += text));
  const gone = once(child, "exit");
  await Promise.race([once(child, "message"), gone.then(() => Promise.reject(new Error(log)))]);
  const end = async () => {
    child.kill("SIGKILL");
    await gone;
  };
  return { address: `http://localhost:${port}`, end };
}
