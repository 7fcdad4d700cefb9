import "./worker-hooks.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run db:seed:onboardings -- 100000: makes so many onboardings more, as they might stand, to try how it is with many. Never in production.
process.exitCode = await withDatabase(async env => {
  const count = Number(process.argv[2]);
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000)
    return console.error("Say how many onboardings: npm run db:seed:onboardings -- 100000") ?? 1;
  if (env.APP_ENV === "production") return console.error("Nothing is made up where APP_ENV is production.") ?? 1;
  Object.assign(process.env, env);
  // What tests work with is in no bundle.
  await import("tsx");
  const sources = name => import(new URL(`../lib/platform/${name}.ts`, import.meta.url).href);
  const { addManyOnboardings, lastMade } = await sources("testing/many-onboardings");
  const { closeDatabase } = await sources("db");
  const since = performance.now();
  try {
    const before = await lastMade();
    await addManyOnboardings(before + count, before + 1);
    console.log(
      `Made ${count.toLocaleString("en")} onboardings in ${Math.round((performance.now() - since) / 1000)} s.`,
    );
    return 0;
  } finally {
    await closeDatabase();
  }
});
