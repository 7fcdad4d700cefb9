import fs from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findBundle } from "./bundle.mjs";
import { root } from "./checkout.mjs";
import "./worker-hooks.mjs";

// After this import a script may import our TypeScript: from the bundle, where one was made of the sources as they are, else from the sources.
const bundle = process.env.NODE_ENV === "development" ? undefined : findBundle(process.env);
if (bundle) {
  process.setSourceMapsEnabled(true);
  registerHooks({
    resolve: (specifier, context, next) => bundled(specifier, context.parentURL) ?? next(specifier, context),
  });
} else await import("tsx");

function bundled(specifier, importer) {
  if (!specifier.endsWith(".ts") || !specifier.startsWith(".") || !importer) return undefined;
  const source = path.relative(root, fileURLToPath(new URL(specifier, importer)));
  const file = path.join(bundle, source.replace(/\.ts$/, ".js"));
  if (fs.existsSync(file)) return { url: pathToFileURL(file).href, format: "module", shortCircuit: true };
  throw new Error(`${source} is not in the bundle.`);
}
