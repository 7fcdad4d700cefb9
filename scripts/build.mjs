import fs from "node:fs";
import path from "node:path";
import { bundle } from "./bundle.mjs";
import { inCheckout } from "./checkout.mjs";
import { dataFolder } from "./environment.mjs";
import { generateClient, isGenerated } from "./generate.mjs";
import { projectNode, toolPath } from "./install.mjs";
import { step } from "./progress.mjs";
import { mustRun } from "./run.mjs";
import { hashSources, isStamped } from "./stamp.mjs";

const sources = [
  ...["app", "components", "lib", "public", "prisma/schema.prisma", "prisma/models"],
  ...[
    "proxy.ts",
    "instrumentation.ts",
    "instrumentation-client.ts",
    "next.config.mjs",
    "postcss.config.mjs",
    "tsconfig.json",
  ],
  ...["package.json", "package-lock.json"],
];
const isTest = name => /\.test\.tsx?$|^lib\/platform\/testing$/.test(name);
const distDir = env => env.NEXT_DIST_DIR || ".next";
const stampFile = env => inCheckout(distDir(env), "gangway-build");

function buildStamp(env) {
  const inlined = Object.entries(env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  return `${hashSources(sources, isTest)} ${JSON.stringify(inlined.sort())}`;
}

/** Tells whether the build in NEXT_DIST_DIR was made from the sources as they are. */
export const isBuilt = env => isStamped(stampFile(env), buildStamp(env));

/** Chunks are named by what is in them: what Node has compiled of each would stay for ever. Only of our own folder, and only if nobody else keeps it busy. */
function forgetCompiled(env) {
  const own = path.join(dataFolder(env), "compiled");
  if (env.NODE_COMPILE_CACHE !== own) return;
  try {
    fs.rmSync(own, { recursive: true, force: true });
  } catch {
    // Somebody writes there at this moment, or it is somebody else's: it is only a cache.
  }
}

/** Builds the app into NEXT_DIST_DIR; throws with Next's words if that fails. Answers what Next printed. With `isBehind` it takes only the time that others leave. */
export async function buildApp(env, { isBehind = false } = {}) {
  const stamp = buildStamp(env);
  // A killed build must not pass for the older one whose stamp still lies there.
  fs.rmSync(stampFile(env), { force: true });
  forgetCompiled(env);
  const next = inCheckout("node_modules", "next", "dist", "bin", "next");
  const buildEnv = { ...env, PATH: toolPath(env), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const output = await mustRun("next build", projectNode(), [next, "build"], { env: buildEnv, isBehind });
  fs.writeFileSync(stampFile(env), stamp);
  return output;
}

if (process.argv[1] === inCheckout("scripts", "build.mjs")) {
  try {
    if (!isGenerated()) await step("Generating the database client", generateClient);
    const output = await step(`Building the app into ${distDir(process.env)}`, () => buildApp(process.env));
    await step("Bundling what the processes run", () => bundle(process.env));
    console.log(output.slice(output.indexOf("Route (app)")));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
