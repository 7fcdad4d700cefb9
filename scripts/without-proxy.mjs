import fs from "node:fs";
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
