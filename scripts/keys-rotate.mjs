import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run keys:rotate: closes every stored secret with the first of ENCRYPTION_KEYS. A worker carries on what is interrupted; running it again does too.
process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase } = await import("../lib/platform/db.ts");
  const { closeSender } = await import("../lib/platform/jobs/queue.ts");
  const { getRotation } = await import("../lib/platform/secrets/rotate.ts");
  const { carryRotation, requireKeys, rotateKeys } = await import("../lib/secrets.ts");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
  try {
    await requireKeys();
    const { id, keyId, total } = await rotateKeys();
    const tell = async () => {
      const { done, failed, isEnded } = await getRotation(id);
      console.log(`${done.toLocaleString("en")} of ${total.toLocaleString("en")} secrets closed with ${keyId}.`);
      return { failed, isEnded };
    };
    const timer = setInterval(() => tell().catch(() => {}), 1000);
    await carryRotation(id, stop.signal).finally(() => clearInterval(timer));
    const { failed, isEnded } = await tell();
    if (!isEnded) return console.error("Interrupted. A worker carries on; so does running this again.") ?? 1;
    if (failed > 0) return console.error(`${failed} secrets are still closed with another key: see the log.`) ?? 1;
    console.log("No stored secret needs another key: the old ones may be taken out of ENCRYPTION_KEYS.");
    return 0;
  } finally {
    await closeSender();
    await closeDatabase();
  }
});
