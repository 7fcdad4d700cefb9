import fs from "node:fs";
import path from "node:path";
import { inCheckout, root } from "./checkout.mjs";
import { Child } from "./child.mjs";
import { projectNode, toolPath } from "./install.mjs";
import { run } from "./run.mjs";

// Inside the checkout, where it finds the packages, and named like a build, so that no tool takes it for sources.
const folder = ".next-scratch";
const notOurs = /^(node_modules|\.git|\.next.*|\.data.*|\.test)$/;
const notBuilt = /^(bench|docs|e2e|package-lock\.json)$/;

/** An absolute path of something in the copy. */
export const inScratch = (...parts) => inCheckout(folder, ...parts);

/** Copies what the app is built of, so that a build can be tried which must not touch ours. */
export const makeScratchCopy = () => copyAll(name => !notBuilt.test(name));

/** Copies all of our sources, with the packages under their name, so that tests run there as they do here. A build would refuse it. */
export function makeTestCopy() {
  copyAll(() => true);
  fs.symlinkSync(inCheckout("node_modules"), inScratch("node_modules"), "dir");
}

function copyAll(isWanted) {
  removeScratchCopy();
  fs.mkdirSync(inScratch());
  for (const name of fs.readdirSync(root))
    if (!notOurs.test(name) && isWanted(name)) fs.cpSync(path.join(root, name), inScratch(name), { recursive: true });
}

/** Removes the copy; one that is not there is fine. */
export const removeScratchCopy = () => fs.rmSync(inScratch(), { recursive: true, force: true });

/** Builds the copy; answers `{ status, output }` of Next. */
export function buildScratchCopy(env) {
  const next = inCheckout("node_modules", "next", "dist", "bin", "next");
  const ours = { NODE_ENV: "production", NODE_OPTIONS: "", NEXT_TELEMETRY_DISABLED: "1" };
  const buildEnv = { ...env, PATH: toolPath(env), ...ours };
  return run(projectNode(), [next, "build", inScratch()], { env: buildEnv });
}

/** Puts that build in the place of a system's web server: same address, same database, same worker. */
export async function serveScratchCopy(system) {
  await system.web.stop();
  const script = path.relative(inCheckout("scripts"), inScratch("scripts", "serve.mjs"));
  system.web = new Child({ ...system.web, script });
  await system.web.start();
}
