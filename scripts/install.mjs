import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";
import { run } from "./run.mjs";

const stampFile = inCheckout("node_modules", ".gangway-install");

/** Tells whether node_modules holds what the lockfile says, as far as we or npm itself noted it. */
export function isInstalled() {
  if (fs.existsSync(stampFile)) return fs.readFileSync(stampFile, "utf8") === installStamp();
  if (!npmInstalledTheLock()) return false;
  fs.writeFileSync(stampFile, installStamp());
  return true;
}

/** Installs the packages of the lockfile; throws with npm's words if that fails. */
export async function installPackages() {
  let result = await runNpm("ci");
  // npm cannot complete what another platform's packages lack in the lockfile, unless it may resolve anew.
  if (result.status !== 0 && /EUSAGE/.test(result.output)) result = await runNpm("install", "--no-save");
  if (result.status !== 0) throw new Error(`npm could not install the packages:\n${result.output}`);
  fs.writeFileSync(stampFile, installStamp());
}

/**
 * Answers the Node.js that runs everything but the start itself: version 24 from the packages where it exists for this
 * platform, else the host's if it is new enough, else throws.
 */
export function projectNode() {
  const own = inCheckout("node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (fs.existsSync(own) && spawnSync(own, ["--version"]).status === 0) return own;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  throw new Error(
    `Node.js 24 is not packaged for this platform: install Node.js 22.15 or newer (this is ${process.version}).`,
  );
}

/** Answers PATH with the tools of this checkout first. */
export function toolPath(env = process.env) {
  return [inCheckout("node_modules", ".bin"), env.PATH].filter(Boolean).join(path.delimiter);
}

function runNpm(...command) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const args = [...command, ...quiet, "--include=dev", "--include=optional"];
  const npm = process.env.npm_execpath;
  const [program, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  return run(program, [...first, ...args], { env: cleanNpmEnv() });
}

/** What the npm that runs us has left for its script would confuse the npm that we run; what the user set up stays. */
function cleanNpmEnv() {
  const ours =
    /^(npm_(lifecycle|package|command|execpath|node_execpath)|npm_config_(local_prefix|user_agent|node_gyp)|INIT_CWD)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(kept), CI: "1", NPM_CONFIG_YES: "true" };
}

function installStamp() {
  const lock = fs.readFileSync(inCheckout("package-lock.json"));
  return `${crypto.createHash("sha256").update(lock).digest("hex")} ${process.platform} ${process.arch}`;
}

/** npm notes in node_modules what it installed last: then a user's own `npm ci` need not be done again. */
function npmInstalledTheLock() {
  const note = inCheckout("node_modules", ".package-lock.json");
  if (!fs.existsSync(note)) return false;
  const { packages: installed } = JSON.parse(fs.readFileSync(note, "utf8"));
  const { packages: wanted } = JSON.parse(fs.readFileSync(inCheckout("package-lock.json"), "utf8"));
  return Object.entries(wanted).every(([place, { version, optional, link }]) => {
    if (place === "" || link) return true;
    const found = installed[place];
    return found ? found.version === version : Boolean(optional);
  });
}
