import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { createDatabase, dropDatabase } from "./database";

declare module "vitest" {
  export interface ProvidedContext {
    /** The given database, from which others are made and dropped. */
    serverUrl: string;
    /** A migrated database that nobody is connected to. */
    templateUrl: string;
  }
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

function migrate(environment: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/migrate.mjs"], {
      cwd: root,
      env: { ...process.env, ...environment },
    });
    let told = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", text => (told += text));
    child.on("error", reject);
    child.on("exit", code =>
      code === 0 ? resolve() : reject(new Error(`migrating the test database failed:\n${told}`)),
    );
  });
}

/** Migrates one template before the first test file; each file then gets a copy of it. */
export default async function prepareTemplate(project: TestProject): Promise<() => Promise<void>> {
  const given = project.config.env as Record<string, string>;
  const serverUrl = String(given.DATABASE_URL);
  const templateUrl = await createDatabase(serverUrl);
  const drop = () => dropDatabase(templateUrl, serverUrl);
  await migrate({ ...given, DATABASE_URL: templateUrl }).catch(async (failure: unknown) => {
    await drop();
    throw failure;
  });
  project.provide("serverUrl", serverUrl);
  project.provide("templateUrl", templateUrl);
  return drop;
}
