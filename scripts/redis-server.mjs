import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { installDebianPackage } from "./debian-package.mjs";

const folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

/** Answers the path of a Redis server that runs: REDIS_SERVER_PATH, else one that is installed. Throws with what to install. */
export function findInstalledRedis(env) {
  if (env.REDIS_SERVER_PATH) {
    if (runs(env.REDIS_SERVER_PATH)) return env.REDIS_SERVER_PATH;
    throw new Error(`REDIS_SERVER_PATH=${env.REDIS_SERVER_PATH} does not run.`);
  }
  const onPath = [...(env.PATH ?? "").split(":"), ...folders].map(folder => `${folder}/redis-server`);
  const found = onPath.find(runs);
  if (found) return found;
  throw new Error(
    "There is no Redis server for the tests of locks and limits. Install one (Debian: apt-get install redis-server) or name it in REDIS_SERVER_PATH.",
  );
}

/** The same, but installs Debian's when it is missing and we are root. */
export async function findRedis(env) {
  try {
    return findInstalledRedis(env);
  } catch (error) {
    if (env.REDIS_SERVER_PATH) throw error;
    await installDebianPackage("redis-server", env);
    return findInstalledRedis(env);
  }
}

function runs(program) {
  return fs.existsSync(program) && spawnSync(program, ["--version"], { timeout: 20_000 }).status === 0;
}
