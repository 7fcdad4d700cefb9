import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inCheckout } from "@/scripts/checkout.mjs";
import { projectNode } from "@/scripts/install.mjs";
import { findFreePort } from "@/scripts/ports.mjs";
import type { Bench } from "./harness/bench";
import type { Place } from "./harness/place";

// What a shell would have; the bench's own settings would point the product at the bench's database.
const kept = ["PATH", "HOME", "USER", "LANG", "TMPDIR", "NEXT_DIST_DIR"];

async function isHealthy(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/health`).catch(() => null);
  const told = answer?.ok ? await answer.json() : null;
  return told?.data?.status === "ok";
}

/** One start in a folder of its own until the product says that it is well, worker included, in seconds. */
async function startOnce(place: Place, folder: string): Promise<number> {
  const port = String(await findFreePort([10, 11]));
  const own = { DATA_DIR: folder, PORT: port, CI: "1" };
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    ...Object.fromEntries(kept.map(name => [name, place.env[name] ?? ""])),
    ...own,
  };
  const since = performance.now();
  const child = spawn(projectNode(), [inCheckout("scripts", "start.mjs")], { env, stdio: "ignore" });
  const gone = once(child, "exit");
  try {
    while (!(await isHealthy(`http://127.0.0.1:${port}`))) await wait(child, since);
    return (performance.now() - since) / 1000;
  } finally {
    child.kill("SIGTERM");
    await gone;
  }
}

async function wait(child: ChildProcess, since: number): Promise<void> {
  if (child.exitCode !== null) throw new Error("The start failed.");
  if (performance.now() - since > 120_000) throw new Error("The product is not well after two minutes.");
  await sleep(50);
}

const bench: Bench<"ours", "seconds"> = {
  name: "start",
  work: "npm start with everything installed, built and set up before, until health is ok: Postgres, web server, worker and sandbox",
  goals: [{ title: "seconds", value: at => at.ours.seconds, atMost: 8 }],
  async setUp(place) {
    const folder = mkdtempSync(path.join(tmpdir(), "gangway-start-"));
    place.onEnd(async () => rmSync(folder, { recursive: true, force: true }));
    return { runs: { ours: async () => ({ seconds: await startOnce(place, folder) }) } };
  },
};

export default bench;
