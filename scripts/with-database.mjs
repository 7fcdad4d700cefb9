import { completeEnvironment } from "./environment.mjs";
import { startPostgres } from "./postgres.mjs";

/**
 * Completes the environment of this process, with a DATABASE_URL that answers: the given one, else the embedded Postgres, which is
 * started if nobody has. Answers `{ env, close() }`; `close` stops that Postgres after its last user.
 */
export async function openDatabase(given = process.env) {
  const { env, secrets, dataDir } = await completeEnvironment(given);
  if (env.DATABASE_URL) return { env, close: async () => {} };
  const postgres = await startPostgres({ dataDir, secrets });
  return { env: { ...env, DATABASE_URL: postgres.databaseUrl }, close: () => postgres.stop() };
}

/** Runs `work(env)` with an open database and answers what it answers; a failure is told in a sentence and answers 1. */
export async function withDatabase(work) {
  let database;
  try {
    database = await openDatabase();
    return await work(database.env);
  } catch (error) {
    console.error(error.message);
    return 1;
  } finally {
    await database?.close();
  }
}
