import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";
import { canInstallDebianPackages, installDebianPackage } from "./debian-package.mjs";

const folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
// Debian's redis-tools has the server without the service that redis-server starts: one program, which goes by the name it is called by.
const toolsProgram = "/usr/bin/redis-check-rdb";
const link = inCheckout(".test", "redis-server");

/** Answers the path of a Redis server that runs: REDIS_SERVER_PATH, else one that is installed. Throws with what to install. */
export function findInstalledRedis(env) {
  if (env.REDIS_SERVER_PATH) {
    if (runs(env.REDIS_SERVER_PATH)) return env.REDIS_SERVER_PATH;
    throw new Error(`REDIS_SERVER_PATH=${env.REDIS_SERVER_PATH} does not run.`);
  }
  const onPath = [...(env.PATH ?? "").split(":"), ...folders].map(folder => `${folder}/redis-server`);
  const found = onPath.find(runs) ?? linkToTools();
  if (found) return found;
  throw new Error(
    "There is no Redis server for the tests of locks and limits: install one (Debian: apt-get install redis-tools) or name it in REDIS_SERVER_PATH.",
  );
}

/** Throws with what to install, unless there is a Redis server or `findRedis` can install one. */
export function requireRedis(env) {
  if (env.REDIS_SERVER_PATH || !canInstallDebianPackages()) findInstalledRedis(env);
}

/** The same as `findInstalledRedis`, but installs Debian's when it is missing and we are root. */
export async function findRedis(env) {
  try {
    return findInstalledRedis(env);
  } catch (error) {
    if (env.REDIS_SERVER_PATH) throw error;
    await installDebianPackage("redis-tools", env);
    return findInstalledRedis(env);
  }
}

/** Several may do it at once: the link is there as a whole, or not yet. */
function linkToTools() {
  if (!fs.existsSync(toolsProgram)) return undefined;
  const own = `${link}.${process.pid}`;
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.rmSync(own, { force: true });
  fs.symlinkSync(toolsProgram, own);
  fs.renameSync(own, link);
  return [link].find(runs);
}

function runs(program) {
  return fs.existsSync(program) && spawnSync(program, ["--version"], { timeout: 20_000 }).status === 0;
}
