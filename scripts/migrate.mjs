import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { inCheckout, root } from "./checkout.mjs";
import { projectNode } from "./install.mjs";
import { withDatabase } from "./with-database.mjs";

const usage = `npm run db:migrate [-- --verbose]    applies what is missing and prepares the queues
npm run db:diff -- NAME              writes a migration that leads to the schema
npm run db:migrate -- --check        ends with 2 if the schema is ahead of the migrations`;

const [option, name] = process.argv.slice(2);
const tasks = { undefined: apply, "--verbose": apply, "--diff": writeDiff, "--check": check };
if (!Object.hasOwn(tasks, String(option))) {
  console.error(usage);
  process.exit(1);
}
process.chdir(root);
const exitCode = await withDatabase(async env => (await tasks[String(option)](env)) ?? 0);
// The engine leaves a ten second timer behind, which would keep us waiting.
process.exit(exitCode);

/** Opens the engine for one piece of work and closes it at once: while it is open it may keep other processes waiting. */
async function withEngine(env, work) {
  const { openMigrationEngine } = await import("./migration-engine.mjs");
  const engine = await openMigrationEngine(env.DATABASE_URL);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function apply(env) {
  const applied = await withEngine(env, engine => applyAll(engine, env.DATABASE_URL));
  if (option === "--verbose") for (const migration of applied) console.log(`  ${migration}`);
  console.log(applied.length > 0 ? `Applied ${applied.length} migration(s).` : "The database is up to date.");
  return spawnSync(projectNode(), [inCheckout("scripts", "prepare-database.mjs")], { stdio: "inherit", env }).status;
}

/** Every script runs whole or not at all, so a failed one left nothing and may be tried again: after a kill at once, else next time. */
async function applyAll(engine, databaseUrl) {
  for (;;) {
    try {
      return await engine.apply();
    } catch (error) {
      // The engine waits ten seconds for another process that migrates; a long migration takes longer.
      if (/advisory lock/.test(tell(error))) continue;
      const failed = await findFailed(databaseUrl);
      for (const migration of failed) {
        await engine.rollBack(migration).catch(() => {});
        console.error(`Migration ${migration} did not finish and was rolled back whole.`);
      }
      const failedEarlier = /P3009|found failed migrations/.test(tell(error));
      if (!failedEarlier || failed.length === 0) throw new Error(tell(error));
    }
  }
}

async function findFailed(databaseUrl) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const open = "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL";
    const { rows } = await client.query(open);
    return rows.map(row => row.migration_name);
  } catch {
    return [];
  } finally {
    await client.end();
  }
}

async function writeDiff(env) {
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? ""))
    throw new Error("Name the migration by its intent, in snake_case: --diff add_stores");
  const sql = await withEngine(env, engine => engine.diff());
  if (sql === null) return console.log("The migrations are in step with the schema: there is nothing to write.");
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const file = `prisma/migrations/${time}_${name}/migration.sql`;
  fs.mkdirSync(inCheckout(file, ".."), { recursive: true });
  fs.writeFileSync(inCheckout("prisma", "migrations", "migration_lock.toml"), 'provider = "postgresql"\n');
  fs.writeFileSync(inCheckout(file), sql);
  console.log(`${sql}\nWritten to ${file}. Read it before you land it: a rename shows as a drop and an addition.`);
}

async function check(env) {
  const sql = await withEngine(env, engine => engine.diff());
  if (sql === null) return console.log("The migrations are in step with the schema.");
  console.error(`The schema is ahead of the migrations. Run npm run db:diff -- NAME. Missing:\n${sql}`);
  return 2;
}

/** Gives the engine's words without its own call stack. */
function tell(error) {
  const text = [error?.code, error?.message ?? String(error)].filter(Boolean).join(": ");
  return text.replace(/\n\s+0: [\s\S]*$/, "").slice(0, 4000);
}
