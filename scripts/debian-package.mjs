import fs from "node:fs";
import { run } from "./run.mjs";

let last = Promise.resolve();

/** Only root installs, and only where there is apt. */
export const canInstallDebianPackages = () => process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get");

/** Installs a package of Debian's where that is possible: as root, one after the other, since apt lets nobody in beside itself. */
export function installDebianPackage(name, env) {
  last = last.then(() => install(name, { ...env, DEBIAN_FRONTEND: "noninteractive" }));
  return last;
}

async function install(name, env) {
  if (!canInstallDebianPackages()) return;
  await run("/usr/bin/apt-get", ["update"], { env });
  await run("/usr/bin/apt-get", ["install", "-y", "--no-install-recommends", name], { env });
}
