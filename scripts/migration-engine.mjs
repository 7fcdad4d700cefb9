import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { inCheckout, root } from "./checkout.mjs";
import { migrationAdapter } from "./migration-adapter.mjs";

// The engine tells of a panic through this global; without it one shows as a TypeError that says nothing.
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: message => console.error("Prisma's schema engine:", message) };

const folder = inCheckout("prisma", "migrations");
const filters = { externalTables: [], externalEnums: [] };

/**
 * Opens Prisma's own schema engine, as WebAssembly because the native one would have to be downloaded. Answers
 * `{ apply(), diff(), rollBack(name), close() }`; call `close` soon: until then nobody else can migrate.
 */
export async function openMigrationEngine(databaseUrl) {
  const files = readSchema();
  const adapter = migrationAdapter(databaseUrl);
  const datamodels = files.map(({ path: name, content }) => [name, content]);
  const Engine = await loadEngine();
  const engine = await Engine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
  return {
    /** Applies what is missing and answers the names of it. */
    apply: async () =>
      (await engine.applyMigrations({ migrationsList: readMigrations(), filters })).appliedMigrationNames,
    /** Writes the SQL that leads from the migrations to the schema, or answers null if they are in step. */
    diff: async () => {
      const from = { tag: "migrations", ...readMigrations() };
      const to = { tag: "schemaDatamodel", files };
      const options = { shadowDatabaseUrl: null, script: true, exitCode: true, filters };
      const { exitCode, stdout } = await engine.diff({ from, to, ...options });
      return exitCode === 2 ? stdout : null;
    },
    /** Notes that a migration failed and left nothing behind, so that it may be applied again. */
    rollBack: migrationName => engine.markMigrationRolledBack({ migrationName }),
    close: async () => {
      engine.free();
      await adapter.close();
    },
  };
}

async function loadEngine() {
  const require = createRequire(import.meta.url);
  const program = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = await import(pathToFileURL(program).href);
  const bytes = fs.readFileSync(program.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

function readSchema() {
  const names = ["prisma/schema.prisma", ...listModels()].filter(name => fs.existsSync(inCheckout(name)));
  return names.map(name => ({ path: name, content: fs.readFileSync(inCheckout(name), "utf8") }));
}

function listModels() {
  const models = inCheckout("prisma", "models");
  if (!fs.existsSync(models)) return [];
  return fs
    .readdirSync(models)
    .filter(name => name.endsWith(".prisma"))
    .sort()
    .map(name => path.relative(root, path.join(models, name)));
}

function readMigrations() {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const migrationDirectories = names
    .filter(name => fs.existsSync(path.join(folder, name, "migration.sql")))
    .map(name => {
      const value = fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } };
    });
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  return { baseDir: folder, lockfile, shadowDbInitScript: "", migrationDirectories };
}
