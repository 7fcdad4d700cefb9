import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createDatabase, dropDatabase } from "./database";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Migrates one database, of which every test that has a product of its own gets a copy; drops it when all are over. */
export default async function makeTemplate(): Promise<() => Promise<void>> {
  const server = String(process.env.DATABASE_URL);
  const template = await createDatabase(server);
  const drop = () => dropDatabase(template, server);
  const env = { ...process.env, DATABASE_URL: template };
  await promisify(execFile)(process.execPath, ["scripts/migrate.mjs"], { cwd: root, env }).catch(async failure => {
    await drop();
    throw failure;
  });
  process.env.E2E_TEMPLATE_DATABASE = new URL(template).pathname.slice(1);
  return drop;
}
