import { expect, test } from "vitest";
import { type Scope, transaction } from "./db";

const whoAmI = (scope: Scope) =>
  transaction(scope, async tx => {
    const ask = () => tx.$queryRaw<object[]>`
      SELECT current_user AS role, current_setting('gangway.store_id', true) AS store, pg_sleep(0.005)::text AS slept`;
    return [...(await ask()), ...(await ask())];
  });

test("each transaction keeps its own scope, also when far more wait than there are connections", async () => {
  const scopes = Array.from({ length: 150 }, (_, at): Scope => (at % 3 === 0 ? "system" : { store: at }));
  const seen = await Promise.all(scopes.map(whoAmI));
  const wanted = scopes.map(scope =>
    scope === "system"
      ? { role: "gangway_system", store: expect.not.stringMatching(/./) }
      : { role: "gangway_tenant", store: String(scope.store) },
  );
  for (const [at, rows] of seen.entries()) expect(rows).toMatchObject([wanted[at], wanted[at]]);
});

test("a transaction that fails leaves nothing of its scope on the connection", async () => {
  const failing = Array.from({ length: 30 }, (_, at) =>
    transaction({ store: at + 1 }, tx => tx.$queryRaw`SELECT 1 / 0`).catch(() => null),
  );
  await Promise.all(failing);
  for (const rows of await Promise.all(Array.from({ length: 30 }, () => whoAmI("system"))))
    expect(rows).toMatchObject([{ role: "gangway_system" }, { role: "gangway_system" }]);
});
