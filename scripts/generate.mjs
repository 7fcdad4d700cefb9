import fs from "node:fs";
import { inCheckout } from "./checkout.mjs";
import { projectNode } from "./install.mjs";
import { mustRun } from "./run.mjs";
import { hashSources, isStamped } from "./stamp.mjs";

const stampFile = inCheckout("prisma", "generated", ".stamp");
const stamp = () => hashSources(["prisma/schema.prisma", "prisma/models", "node_modules/prisma/package.json"]);

/** Tells whether the database client was generated from the schema as it is. */
export const isGenerated = () => isStamped(stampFile, stamp());

/** Generates the database client, without network. */
export async function generateClient() {
  const node = projectNode();
  const args = [inCheckout("node_modules", "prisma", "build", "index.js"), "generate", "--schema", "prisma"];
  // Any existing file will do: generating is WebAssembly, and only the look for a native engine would want to download one.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: node,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  await mustRun("prisma generate", node, args, { env });
  fs.writeFileSync(stampFile, stamp());
}
