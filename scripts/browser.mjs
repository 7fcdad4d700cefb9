import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { inCheckout } from "./checkout.mjs";
import { installDebianPackage } from "./debian-package.mjs";
import { projectNode, toolPath } from "./install.mjs";
import { run } from "./run.mjs";

// The shell without windows needs a fifth less time for the same tests.
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Answers the path of a Chromium that runs: CHROMIUM_PATH, else one that is installed, else one that Playwright downloads, else
 * Debian's (as root). Throws with what to install.
 */
export async function findBrowser(env) {
  for (const make of [findInstalled, downloadOne, installDebians]) {
    const found = await make(env);
    if (found) return found;
  }
  throw new Error(
    "There is no Chromium for the browser tests. Install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.",
  );
}

async function findInstalled(env) {
  if (env.CHROMIUM_PATH) {
    if (runs(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH=${env.CHROMIUM_PATH} does not run.`);
  }
  const onPath = (env.PATH ?? "").split(":").flatMap(folder => names.map(name => `${folder}/${name}`));
  return [...onPath, ...places, await playwrightsOwn()].find(runs);
}

async function downloadOne(env) {
  const args = [inCheckout("node_modules", "@playwright", "test", "cli.js"), "install", "--no-shell", "chromium"];
  const impatient = { ...env, PATH: toolPath(env), PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" };
  await run(projectNode(), args, { env: impatient });
  return [await playwrightsOwn()].find(runs);
}

async function installDebians(env) {
  for (const name of ["chromium-headless-shell", "chromium"]) {
    await installDebianPackage(name, env);
    if (runs(`/usr/bin/${name}`)) return `/usr/bin/${name}`;
  }
  return undefined;
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

/** Ubuntu's package is a note that a snap should be installed, and a downloaded one may lack libraries: only a run tells. */
function runs(program) {
  return fs.existsSync(program) && spawnSync(program, ["--version"], { timeout: 20_000 }).status === 0;
}
