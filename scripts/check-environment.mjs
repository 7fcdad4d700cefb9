import "./typescript.mjs";

// Before anything is brought up: a wrong or missing value ends the start with a sentence that names it.
const { parseEnv } = await import("../lib/platform/env.ts");
try {
  // The embedded Postgres has no address yet.
  parseEnv({ ...process.env, DATABASE_URL: process.env.DATABASE_URL ?? "postgresql://embedded" });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
