import "./typescript.mjs";

// A queue must exist before anybody sends to it, also on a host that runs no worker: so migrate makes them, not the worker.
// Wrong master keys end the start here, before anything is opened or closed with them.
const { closeDatabase } = await import("../lib/platform/db.ts");
const { prepareDatabase } = await import("../lib/worker.ts");
try {
  await prepareDatabase(process.env.DATABASE_URL);
} catch (error) {
  if (error.constructor.name !== "WrongKeys") throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
