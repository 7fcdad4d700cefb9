import crypto from "node:crypto";
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { findBrowser } from "./browser.mjs";
import { inCheckout, root } from "./checkout.mjs";
import { claim } from "./claim.mjs";
import { onEnding } from "./ending.mjs";
import { completeEnvironment } from "./environment.mjs";
import { projectNode, toolPath } from "./install.mjs";
import { elapsed } from "./progress.mjs";
import { endRunning, run } from "./run.mjs";
import { SetUp } from "./set-up.mjs";
import { sweep } from "./sweep.mjs";
import { testEnvironment } from "./test-environment.mjs";

// Measures the product against its floors, each bench in a process and a database of its own: npm run bench [-- <name> …]
const known = fs
  .readdirSync(inCheckout("bench"))
  .filter(file => file.endsWith(".ts"))
  .map(file => file.slice(0, -3));
const asked = process.argv.slice(2);
const runId = crypto.randomUUID();
process.chdir(root);

const setUp = new SetUp();
let isStopping = false;

const measuring = measureAll();
onEnding(signal => finish(new Error(`Stopped by ${signal}.`)));
measuring.then(
  isReached => finish(isReached ? null : new Error("Not every goal is reached.")),
  error => finish(error),
);

async function measureAll() {
  const unknown = asked.filter(name => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(", ")}, only: ${known.join(", ")}.`);
  const taken = claim(inCheckout(".data-bench", "bench.lock"));
  if (taken.heldBy) throw new Error(`The benches run in this checkout already, as process ${taken.heldBy}.`);
  const { env, secrets, dataDir } = await benchEnvironment();
  await setUp.install();
  await setUp.openDatabase({ env, secrets, dataDir });
  await setUp.build(env);
  const chromium = await setUp.step("Finding a browser", () => findBrowser(env));
  let isReached = true;
  for (const name of asked.length > 0 ? asked : known) isReached = (await measure(name, chromium)) && isReached;
  return isReached;
}

/** The environment of the tests, with folders that neither they nor a demo use, and with ports that are free now. */
async function benchEnvironment() {
  const own = { DATA_DIR: ".data-bench", NEXT_DIST_DIR: ".next-bench" };
  return completeEnvironment({ ...(await testEnvironment(runId, false)), ...own });
}

/** Runs one bench to its end; false when it missed a goal. */
async function measure(name, chromium) {
  const { env } = await benchEnvironment();
  Object.assign(env, { NODE_ENV: "production", E2E_CHROMIUM: chromium, PATH: toolPath(env) });
  env.DATABASE_URL = await setUp.createFreshDatabase("gangway_bench");
  await setUp.migrate(env);
  if (isStopping) throw new Error("Stopped.");
  const hooks = pathToFileURL(inCheckout("scripts", "worker-hooks.mjs")).href;
  const main = ["--import", hooks, "--import", "tsx", inCheckout("bench", "harness", "main.ts"), name];
  const { status } = await run(projectNode(), main, { env, show: true });
  if (status > 1) throw new Error(`The bench ${name} broke.`);
  return status === 0;
}

/** Stops everything, whatever state it is in. */
async function finish(error) {
  if (isStopping) return;
  isStopping = true;
  setUp.cancel();
  await endRunning();
  await measuring.catch(() => {});
  await setUp.close();
  sweep(runId);
  console.log(`\n${error ? error.message : "Every goal is reached."} After ${elapsed()}.`);
  process.exit(error ? 1 : 0);
}
