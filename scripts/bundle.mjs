import fs from "node:fs";
import path from "node:path";
import { inCheckout, root } from "./checkout.mjs";
import { findProcess } from "./process-identity.mjs";
import { hashSources } from "./stamp.mjs";

// Names count as well as contents: a file that joins may be what an import means from then on.
const sources = [
  "lib",
  "prisma",
  "prisma/generated/.stamp",
  "scripts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
const isLeftOut = name => /\.test\.tsx?$|^lib\/platform\/testing$|^prisma\/(generated|migrations)$/.test(name);
const home = env => inCheckout(`${env.NEXT_DIST_DIR || ".next"}-scripts`);
// Named by what it was made of, and moved there whole: one that is there is neither stale nor half.
const place = env => path.join(home(env), hashSources(sources, isLeftOut).slice(0, 32));

/** The folder of the bundle that was made of the sources as they are; undefined where there is none. */
export function findBundle(env) {
  const folder = place(env);
  return fs.existsSync(folder) ? folder : undefined;
}

/** What our scripts import of our TypeScript, as paths from the root. */
function listEntries() {
  const scripts = fs.readdirSync(inCheckout("scripts")).filter(name => name.endsWith(".mjs"));
  const texts = scripts.map(name => fs.readFileSync(inCheckout("scripts", name), "utf8"));
  return [
    ...new Set(texts.flatMap(text => [...text.matchAll(/import\("\.\.\/([\w/-]+\.ts)"\)/g)].map(([, file]) => file))),
  ];
}

/** Does the name of a bundle change with this file? The client of the database is told by the stamp of what it was generated from. */
const isTold = file =>
  file.startsWith("prisma/generated/") ||
  (sources.includes(/^[^/]+/.exec(file)[0]) && !/^lib\/platform\/testing\/|\.test\./.test(file));

/**
 * Puts the TypeScript of our processes into a few files: read one by one through hooks, hundreds of them are most of what a start computes.
 * Packages stay where they are. Several processes may do so at once: each works in a folder of its own, and the first one to end is taken.
 */
export async function bundle(env) {
  const folder = place(env);
  if (fs.existsSync(folder)) return;
  const { build } = await import("esbuild");
  const unfinished = `${folder}.${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: listEntries(),
    outdir: unfinished,
    outbase: root,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node22",
    // As tsx does: what is logged of a function or a class is its name.
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "error",
  });
  const untold = Object.keys(metafile.inputs).filter(file => !isTold(file));
  if (untold.length > 0) throw new Error(`A bundle would not be made anew when these change: ${untold.join(", ")}`);
  // Sources that have changed meanwhile are in it or not: nobody knows.
  if (place(env) !== folder) {
    fs.rmSync(unfinished, { recursive: true });
    return await bundle(env);
  }
  moveThere(unfinished, folder);
  removeOthers(folder);
}

function moveThere(unfinished, folder) {
  try {
    fs.renameSync(unfinished, folder);
  } catch (thrown) {
    if (!fs.existsSync(folder)) throw thrown;
    fs.rmSync(unfinished, { recursive: true });
  }
}

/** Bundles of other sources, and what was left half done. Whoever works on one just now keeps it. */
function removeOthers(folder) {
  for (const name of fs.readdirSync(path.dirname(folder))) {
    const worker = Number(/\.(\d+)$/.exec(name)?.[1]);
    if (name === path.basename(folder) || findProcess(worker)) continue;
    fs.rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
  }
}
