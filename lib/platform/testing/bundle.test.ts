import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { findBundle } from "@/scripts/bundle.mjs";
import { root } from "./sources";

const env = { ...process.env, NEXT_DIST_DIR: ".test/bundle-of-a-test" };
const home = path.join(root, `${env.NEXT_DIST_DIR}-scripts`);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const runNode = promisify(execFile);
/** Bundles in a process of its own, as `npm start` and `npm test` may at once. */
const bundleElsewhere = () =>
  runNode(process.execPath, ["--eval", 'import("./scripts/bundle.mjs").then(m => m.bundle(process.env))'], {
    cwd: root,
    env,
  });

/** Where a process finds a module of ours, and what it says of an error in there. */
function load(): { file: string; trace: string } {
  const code = `await import("./scripts/typescript.mjs");
    const { parseEnv } = await import("./lib/platform/env.ts");
    const file = import.meta.resolve("./lib/platform/env.ts");
    try { parseEnv({}); } catch ({ stack }) { console.log(JSON.stringify({ file, trace: stack })); }`;
  const told = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: root, env });
  return JSON.parse(told.toString());
}

test("a process takes the bundle of the sources as they are and no other, and names the sources where something fails", async () => {
  // Of a process that is no more.
  mkdirSync(path.join(home, "half.999999999"), { recursive: true });
  await Promise.all([bundleElsewhere(), bundleElsewhere()]);
  const made = findBundle(env) ?? expect.fail("there is no bundle");
  expect(readdirSync(home)).toEqual([path.basename(made)]);
  const bundled = load();
  expect(bundled.file).toContain(`${made}/lib/platform/env.js`);
  expect(bundled.trace).toMatch(/at parseEnv \(.*\/lib\/platform\/env\.ts:\d+:\d+\)/);
  // The name of one that was made of others.
  renameSync(
    made,
    made.replace(/.$/, last => (last === "0" ? "1" : "0")),
  );
  expect(findBundle(env)).toBeUndefined();
  const plain = load();
  expect(plain.file).toContain("/lib/platform/env.ts");
  expect(plain.trace).toMatch(/at parseEnv \(.*\/lib\/platform\/env\.ts:\d+:\d+\)/);
}, 30_000);
