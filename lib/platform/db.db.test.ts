import { expect, test } from "vitest";
import { type Scope, transaction } from "./db";

const whoAmI = (scope: Scope) =>
  transaction(scope, async tx => {
    const ask = () => tx.$queryRaw<object[]>`
      SELECT current_user AS role, nullif(current_setting('gangway.store_id', true), '') AS store,
        nullif(current_setting('gangway.practitioner_id', true), '') AS practitioner,
        nullif(current_setting('gangway.agent_user_id', true), '') AS agent, pg_sleep(0.005)::text AS slept`;
    return [...(await ask()), ...(await ask())];
  });

test("each transaction keeps its own scope, also when far more wait than there are connections", async () => {
  const kinds: ((id: number) => Scope)[] = [
    () => "system",
    store => ({ store }),
    practitioner => ({ practitioner }),
    agent => ({ agent }),
  ];
  const scopes = Array.from({ length: 150 }, (_, at) => kinds[at % 4]?.(at) ?? "system");
  const seen = await Promise.all(scopes.map(whoAmI));
  const nobody = { store: null, practitioner: null, agent: null };
  const wanted = scopes.map(scope => {
    if (scope === "system") return { role: "gangway_system", ...nobody };
    const own = Object.entries(scope).map(([tenant, id]) => [tenant, String(id)]);
    return { role: "gangway_tenant", ...nobody, ...Object.fromEntries(own) };
  });
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
