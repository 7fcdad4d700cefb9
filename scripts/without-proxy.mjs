import fs from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";
import { Child } from "./child.mjs";
import { buildScratchCopy, inScratch, makeScratchCopy } from "./scratch-copy.mjs";

/** The attacks that must end in the same way where there is no proxy. */
export const attacks = [
  "proxy-bypass",
  "matrix",
  "doors",
  "odd-addresses",
  "surface-actions",
  "surface-csrf",
  "surface-pages",
  "three-browsers",
].map(name => `e2e/${name}.spec.ts`);

/** Builds a copy of this checkout without `proxy.ts`, which saves a round trip and is no wall; throws with Next's words. */
export async function buildWithoutProxy(env) {
  makeScratchCopy();
  fs.rmSync(inScratch("proxy.ts"));
  const { status, output } = await buildScratchCopy(env);
  if (status !== 0 || /Proxy/.test(output)) throw new Error(`The build without a proxy failed.\n${output}`);
}

/** Puts that build in the place of a system's web server: same address, same database, same worker. */
export async function serveWithoutProxy(system) {
  await system.web.stop();
  const script = path.relative(inCheckout("scripts"), inScratch("scripts", "serve.mjs"));
  system.web = new Child({ ...system.web, script });
  await system.web.start();
}
