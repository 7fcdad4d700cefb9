import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { findBrowser } from "./browser.mjs";
import { inCheckout, root } from "./checkout.mjs";
import { claim } from "./claim.mjs";
import { onEnding } from "./ending.mjs";
import { completeEnvironment } from "./environment.mjs";
import { toolPath } from "./install.mjs";
import { listMutants } from "./mutant-patches.mjs";
import { proveMutants } from "./mutants.mjs";
import { elapsed } from "./progress.mjs";
import { findRedis, requireRedis } from "./redis-server.mjs";
import { endRunning, run } from "./run.mjs";
import { removeScratchCopy, serveScratchCopy } from "./scratch-copy.mjs";
import { SetUp } from "./set-up.mjs";
import { sweep } from "./sweep.mjs";
import { System } from "./system.mjs";
import { testEnvironment } from "./test-environment.mjs";
import { Tally } from "./test-report.mjs";
import { attacks, buildWithoutProxy } from "./without-proxy.mjs";

const isCheck = process.argv.includes("--check");
const isFull = process.argv.includes("--full");
const isOfMutants = process.argv.includes("--mutants");
const runId = crypto.randomUUID();
const results = inCheckout(".test", "results");
const vitest = ["run", "--config", "lib/platform/testing/vitest.config.ts"];
// For the test database only: it may be lost with the power, and is twice as fast for it.
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
process.chdir(root);

class Red extends Error {}

const tally = new Tally();
const setUp = new SetUp();
let system;
let isStopping = false;

const testing = testAll();
onEnding(signal => finish(new Error(`Stopped by ${signal}.`)));
testing.then(() => finish(), finish);

async function testAll() {
  const taken = claim(inCheckout(".test", "test.lock"));
  if (taken.heldBy) throw new Error(`The tests run in this checkout already, as process ${taken.heldBy}.`);
  fs.rmSync(results, { recursive: true, force: true });
  const { env, secrets, dataDir } = await completeEnvironment(await testEnvironment(runId, isFull));
  requireRedis(env);
  await setUp.install();
  await setUp.bundle(env);
  if (isOfMutants) return await testTests(env, { secrets, dataDir });
  await tool("Lint", env, "biome", ["check", "."]);
  await tool("Types", env, "tsc", ["--noEmit"]);
  await setUp.openDatabase({ env, secrets, dataDir, settings });
  // The database tests wait much of their time, for leases and for polls: whatever only computes goes on beside them.
  const beside = [testDatabase(env), testUnits(env), tool("Unused code", env, "knip", [])];
  if (!isCheck) beside.push(prepareBrowser(env));
  const all = await Promise.allSettled(beside);
  const ended = all.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  // Who is red learns all of it in one run: only what could not be made keeps the browser tests from it.
  const wasMade = ended.every(reason => reason instanceof Red);
  if (!isCheck && wasMade) await testInBrowser(all.at(-1).value).catch(reason => ended.push(reason));
  if (ended.length > 0) throw ended.find(reason => !(reason instanceof Red)) ?? ended[0];
  if (isFull) await proveAll(env, listMutants());
}

/** npm run test:mutants [-- 2 96]: nothing but the tests of the tests, of all bars or of these. */
async function testTests(env, { secrets, dataDir }) {
  await setUp.openDatabase({ env, secrets, dataDir, settings });
  const numbers = process.argv.slice(2).flatMap(argument => (/^\d+$/.test(argument) ? [Number(argument)] : []));
  const mutants = listMutants();
  const unknown = numbers.filter(asked => !mutants.some(({ number }) => Number(number) === asked));
  if (unknown.length > 0) throw new Error(`There is no patch for bar ${unknown.join(", ")}.`);
  await proveAll(
    env,
    mutants.filter(({ number }) => numbers.length === 0 || numbers.includes(Number(number))),
  );
}

async function proveAll(given, mutants) {
  // What runs by now may run from the copy that is made anew.
  await system?.stop();
  console.log("\n── Tests of the tests: each protection is taken out once");
  const env = { ...given, TEST_FULL: "0" };
  const database = await databaseEnvironment(env);
  const report = path.join(results, "mutant.json");
  const odd = await proveMutants(mutants, { database, report, requireGoing, browser: () => serveWhole(env) });
  tally.passed += mutants.length - odd.length;
  tally.failed += odd.length;
  if (odd.length > 0) throw new Red("Tests of the tests");
}

/** The product as its sources are, with its browser tests' environment. */
async function serveWhole(env) {
  await system?.stop();
  const browserEnv = await prepareBrowser(env);
  await serve(browserEnv);
  return { env: browserEnv, system };
}

const testUnits = env => suite("Unit tests and architecture", env, "unit", "vitest", [...vitest, "--project", "!db"]);

async function databaseEnvironment(env) {
  const REDIS_SERVER_PATH = await setUp.step("Finding a Redis server", () => findRedis(env));
  return { ...env, DATABASE_URL: await setUp.createFreshDatabase("gangway_vitest"), REDIS_SERVER_PATH };
}

async function testDatabase(env) {
  const databaseEnv = await databaseEnvironment(env);
  await setUp.migrate(databaseEnv);
  await tool("Migrations in step with the schema", databaseEnv, "node", ["scripts/migrate.mjs", "--check"]);
  await suite("Database tests", databaseEnv, "database", "vitest", [...vitest, "--project", "db"]);
}

/** Builds the app and makes what the browser tests run on; answers their environment. */
async function prepareBrowser(given) {
  // The database tests look how soon something happens: a build that takes the cores from them makes workers late.
  await setUp.build(given, { isBehind: true });
  const env = { ...given, DATABASE_URL: await setUp.createFreshDatabase("gangway"), E2E_BASE_URL: given.APP_URL };
  await setUp.migrate(env);
  // Every browser test comes from one address; budgets per phone do not scale.
  env.RATE_LIMIT_SCALE = "100";
  env.E2E_CHROMIUM = await setUp.step("Finding a browser", () => findBrowser(env));
  return env;
}

async function serve(env) {
  system = new System(env, { onEnd: reason => finish(new Error(reason)) });
  await setUp.step("Starting web server, worker and sandbox", () => system.start());
  // Fixtures build state through services, which are server-only.
  env.NODE_OPTIONS = `--import=${pathToFileURL(inCheckout("scripts", "worker-hooks.mjs")).href}`;
}

async function testInBrowser(env) {
  await serve(env);
  await playwright("Browser tests", env, "browser");
  if (isFull) await testWithoutProxy(env);
}

async function testWithoutProxy(env) {
  await tool("Server code in the browser breaks the build", env, "node", ["scripts/server-only.mjs"]);
  await setUp.step("Building a copy without proxy.ts", () => buildWithoutProxy(env));
  await setUp.step("Starting it", () => serveScratchCopy(system));
  await playwright("The attacks without the proxy", env, "without-proxy", attacks);
}

function playwright(title, given, name, files = []) {
  const env = { ...given, PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(results, `${name}.json`) };
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json", ...files];
  return suite(title, env, name, "playwright", args);
}

/** Runs a tool that is green or red as a whole. */
async function tool(title, env, program, args) {
  if ((await section(title, env, program, args)) === 0) return;
  tally.failed += 1;
  throw new Red(title);
}

/** Runs a suite of tests and counts them by its JSON report. */
async function suite(title, env, name, program, args) {
  const report = path.join(results, `${name}.json`);
  const json = program === "vitest" ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`] : [];
  const status = await section(title, env, program, [...args, ...json]);
  tally.add(report, status === 0);
  if (status !== 0) throw new Red(title);
}

function requireGoing() {
  if (isStopping) throw new Error("Stopped.");
}

async function section(title, env, program, args) {
  requireGoing();
  const since = Date.now();
  console.log(`\n── ${title}`);
  const { status } = await run(inCheckout("node_modules", ".bin", program), args, {
    env: { ...env, PATH: toolPath(env) },
    show: true,
  });
  console.log(`${status === 0 ? "✓" : "✗"} ${title}  ${elapsed(since)}`);
  return status;
}

/** Stops everything, whatever state it is in, and leaves with the closing line. */
async function finish(error) {
  if (isStopping) return;
  isStopping = true;
  if (error && !(error instanceof Red)) {
    console.error(`\n${error.message}`);
    tally.failed = Math.max(tally.failed, 1);
  }
  setUp.cancel();
  await endRunning();
  await system?.stop({ force: Boolean(error) });
  await testing.catch(() => {});
  await system?.stop({ force: true });
  await setUp.close();
  removeScratchCopy();
  sweep(runId);
  console.log(`\n${error ? `Not green: ${error.message}` : "Everything is green"}, after ${elapsed()}.\n${tally.line}`);
  process.exit(tally.failed > 0 ? 1 : 0);
}
