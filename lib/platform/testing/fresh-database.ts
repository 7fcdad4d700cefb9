// What Next puts into a process before anything of it is loaded: its modules look for it once.
import "next/dist/server/node-environment-baseline";
import { afterAll, inject, vi } from "vitest";
import { createDatabase, dropDatabase } from "./database";

const serverUrl = inject("serverUrl");
const databaseUrl = await createDatabase(serverUrl, new URL(inject("templateUrl")).pathname.slice(1));
vi.stubEnv("DATABASE_URL", databaseUrl);

afterAll(async () => {
  const [{ closeUpstreams }, { closeSender }, { closeDatabase }, { closeRedis }] = await Promise.all([
    import("../outbound/guarded"),
    import("../jobs/queue"),
    import("../db"),
    import("../redis/client"),
  ]);
  await closeUpstreams();
  await closeSender();
  closeRedis();
  await closeDatabase();
  await dropDatabase(databaseUrl, serverUrl);
});
