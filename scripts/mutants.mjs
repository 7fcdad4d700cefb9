import fs from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";
import { toolPath } from "./install.mjs";
import { takeOut } from "./mutant-patches.mjs";
import { elapsed } from "./progress.mjs";
import { run } from "./run.mjs";
import { buildScratchCopy, inScratch, makeScratchCopy, makeTestCopy, serveScratchCopy } from "./scratch-copy.mjs";

export const isInBrowser = ({ test }) => test.endsWith(".spec.ts");

/** How a test begins, as a pattern: what a table of cases or a number fills in may be anything. */
const patternOf = ({ named }) => named.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/%[sij]/g, ".*");

/**
 * Tests the tests of the most damaging bars: as the sources are, each is green; with the protection taken out (in a copy), it is red. `database` is
 * the environment of the database tests, `browser` answers that of the browser tests with the system that serves them; `requireGoing` throws once
 * all of it was stopped. Answers a sentence for each mutant that nobody noticed.
 */
export async function proveMutants(mutants, { database, browser, report, requireGoing }) {
  const pure = mutants.filter(mutant => !isInBrowser(mutant));
  const odd = [];
  const judge = async (mutant, work) => {
    requireGoing();
    const since = Date.now();
    const wrong = await work();
    requireGoing();
    if (wrong) odd.push(`${mutant.name}: ${wrong}`);
    console.log(`${wrong ? "✗" : "✓"} bar ${mutant.number}: ${wrong ?? mutant.bar}  ${elapsed(since)}`);
  };
  if (pure.length > 0) makeTestCopy();
  for (const mutant of pure) {
    const ask = () => askVitest(mutant, database, report);
    await judge(mutant, () => compare(mutant, ask, ask));
  }
  const inBrowser = mutants.filter(isInBrowser);
  if (inBrowser.length === 0) return odd;
  const { env, system } = await browser();
  const ask = mutant => askPlaywright(mutant, env, report);
  const green = new Map();
  for (const mutant of inBrowser) green.set(mutant, await ask(mutant));
  for (const mutant of inBrowser)
    await judge(mutant, () => compareBuilt(mutant, green.get(mutant), () => ask(mutant), { env, system }));
  return odd;
}

/** Null, or what is wrong: the sources in the copy are as they were afterwards. */
async function compare(mutant, before, after) {
  const whole = await before();
  if (whole !== "green") return `its test is ${whole} with the protection there`;
  const putBack = takeOut(mutant, inScratch());
  const without = await after();
  putBack();
  return without === "red" ? null : `its test is ${without} without the protection`;
}

async function compareBuilt(mutant, whole, after, { env, system }) {
  if (whole !== "green") return `its test is ${whole} with the protection there`;
  await system.web.stop();
  makeScratchCopy();
  takeOut(mutant, inScratch());
  const { status, output } = await buildScratchCopy(env);
  if (status !== 0) return `it does not build\n${output}`;
  await serveScratchCopy(system);
  const without = await after();
  return without === "red" ? null : `its test is ${without} without the protection`;
}

async function askVitest(mutant, env, report) {
  const config = inScratch("lib", "platform", "testing", "vitest.config.ts");
  const which = [mutant.test, "--testNamePattern", patternOf(mutant)];
  const args = ["run", "--config", config, ...which, "--reporter=json", `--outputFile=${report}`];
  const read = json => json.testResults.flatMap(file => file.assertionResults);
  const ran = ({ status }) => status === "passed" || status === "failed";
  return ask("vitest", args, { env, cwd: inScratch(), report }, json =>
    read(json)
      .filter(ran)
      .map(({ status }) => status === "passed"),
  );
}

async function askPlaywright(mutant, env, report) {
  const which = [mutant.test, "--grep", patternOf(mutant), "--no-deps"];
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=json", ...which];
  const all = suite => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(all)];
  const given = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return ask("playwright", args, { env: given, report }, json => json.suites.flatMap(all).map(({ ok }) => ok));
}

/** `green`, `red`, or `not run`: neither says anything of a protection. */
async function ask(program, args, { env, cwd, report }, read) {
  fs.rmSync(report, { force: true });
  fs.mkdirSync(path.dirname(report), { recursive: true });
  const { status, output } = await run(inCheckout("node_modules", ".bin", program), args, {
    env: { ...env, PATH: toolPath(env) },
    cwd,
  });
  const ended = fs.existsSync(report) ? read(JSON.parse(fs.readFileSync(report, "utf8"))) : [];
  if (ended.length === 0) {
    console.error(output);
    return "not run";
  }
  if (!ended.every(Boolean)) return "red";
  // Every test passed, and it still did not end well: that says nothing of the protection.
  return status === 0 ? "green" : "not run";
}
