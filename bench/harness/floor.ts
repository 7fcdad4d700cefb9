import { rmSync, writeFileSync } from "node:fs";
import { inCheckout } from "@/scripts/checkout.mjs";
import { projectNode } from "@/scripts/install.mjs";
import { mustRun } from "@/scripts/run.mjs";
import { hashSources, isStamped } from "@/scripts/stamp.mjs";

const stampFile = inCheckout("bench", "floor", ".next", "gangway-build");
const acts = ["bench/floor/activate.mjs", "bench/floor/activate-sql.mjs"];
const sources = ["bench/floor/app", ...acts, "bench/floor/next.config.mjs", "package-lock.json"];

/** Builds the bare app of bench/floor with the Next.js of the product, where it is missing or older than its sources. */
export async function buildFloor(env: Record<string, string>): Promise<void> {
  const stamp = hashSources(sources);
  if (isStamped(stampFile, stamp)) return;
  rmSync(stampFile, { force: true });
  const next = inCheckout("node_modules", "next", "dist", "bin", "next");
  const args = [next, "build", inCheckout("bench", "floor")];
  await mustRun("next build bench/floor", projectNode(), args, { env: { ...env, NODE_ENV: "production" } });
  writeFileSync(stampFile, stamp);
}
