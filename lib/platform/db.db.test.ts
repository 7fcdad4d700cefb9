import { expect, test } from "vitest";
import { Prisma, type Scope, type Tx, transaction } from "./db";
import { env } from "./env";
import { toAppError } from "./http/envelope";
import { queryLong } from "./long-texts";
import { countWait, withoutPatience, withPatience } from "./patience";
import { withConnection } from "./testing/database";

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

test("long texts come to Postgres as they are, several in one statement and beside others, and a failed statement leaves its transaction as any other", async () => {
  const texts = [1, 2].map(at => `${at} "ä\\ ${"x".repeat(50_000)}`);
  const seen = await Promise.all(
    texts.map(text =>
      transaction("system", async tx => {
        const told = Prisma.sql`SELECT ${text}::text AS long, ${"short"}::text AS short, ${text}::text = ${text}::text AS same, ${7}::int AS number`;
        const [row] = await queryLong<object>(tx, told);
        await tx.$executeRaw`SAVEPOINT here`;
        await expect(queryLong(tx, Prisma.sql`SELECT ${text}::int`)).rejects.toBeInstanceOf(
          Prisma.PrismaClientKnownRequestError,
        );
        await tx.$executeRaw`ROLLBACK TO SAVEPOINT here`;
        return row;
      }),
    ),
  );
  expect(seen).toEqual(texts.map(long => ({ long, short: "short", same: true, number: 7 })));
});

const idleFor5s = `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gangway'
  AND state LIKE 'idle in%' AND state_change < now() - interval '5 s'`;

test("bar 104: where somebody holds a row that two hundred calls want, each ends as unavailable within five seconds, however many transactions it makes and however many wait before it; nobody idles in a transaction, and afterwards all is well", async () => {
  const { id } = await transaction("system", tx => tx.user.create({ data: { name: "Held" } }));
  const change = () =>
    withPatience(async () => {
      for (let time = 0; time < 3; time++) await transaction("system", tx => tx.$queryRaw`SELECT ${time}::int`);
      await transaction("system", tx => tx.user.update({ where: { id }, data: { name: "Changed" } }));
    });
  const timed = async () => {
    const since = performance.now();
    const thrown: unknown = await change().then(
      () => null,
      (error: unknown) => error,
    );
    return { thrown, seconds: (performance.now() - since) / 1000 };
  };
  await withConnection(env.databaseUrl, async client => {
    await client.query("BEGIN");
    await client.query('SELECT FROM "user" WHERE id = $1 FOR UPDATE', [id]);
    const ended = await Promise.all(Array.from({ length: 200 }, timed));
    expect((await client.query(idleFor5s)).rows).toEqual([{ count: 0 }]);
    await client.query("ROLLBACK");
    // Each kind once: what is unavailable goes into the log.
    const kinds = new Map(ended.map(({ thrown }) => [thrown instanceof Error ? thrown.message : "done", thrown]));
    for (const thrown of kinds.values()) expect(toAppError(thrown, "req_test").code).toBe("unavailable");
    expect(Math.max(...ended.map(({ seconds }) => seconds))).toBeLessThan(5);
  });
  expect((await timed()).thrown).toBeNull();
});

test("bar 104: what a call has waited for one row is gone when it waits for the next one, in the same transaction and in another", async () => {
  const newRow = (name: string) =>
    transaction("system", tx => tx.user.create({ data: { name }, select: { id: true } }));
  const [soon, never] = [await newRow("Held for a while"), await newRow("Held")];
  const touch = (tx: Tx, { id }: { id: number }) => tx.$queryRaw`SELECT FROM "user" WHERE id = ${id} FOR UPDATE`;
  const inOne = () => transaction("system", async tx => [await touch(tx, soon), await touch(tx, never)]);
  const inTwo = async () => {
    await transaction("system", tx => touch(tx, soon));
    await transaction("system", tx => touch(tx, never));
  };
  await withConnection(env.databaseUrl, async client => {
    await withConnection(env.databaseUrl, async other => {
      const hold = (one: typeof client, { id }: { id: number }) =>
        one.query("BEGIN").then(() => one.query('SELECT FROM "user" WHERE id = $1 FOR SHARE', [id]));
      await Promise.all([hold(client, soon), hold(other, never)]);
      const since = performance.now();
      const timed = (work: () => Promise<unknown>) =>
        withPatience(work).then(
          () => expect.fail("it has got a row that was held"),
          () => performance.now() - since,
        );
      const ended = [timed(inOne), timed(inTwo)];
      await new Promise(resolve => setTimeout(resolve, 2_000));
      await client.query("ROLLBACK");
      for (const tookMs of await Promise.all(ended)) expect(tookMs).toBeLessThan(5_000);
      await other.query("ROLLBACK");
    });
  });
});

test("what takes its time is not ended by somebody's patience, and has it no more than it gives it back", async () => {
  const slow = () => transaction("system", tx => tx.$queryRaw`SELECT pg_sleep(0.7)::text AS slept`);
  await withPatience(async () => {
    countWait(performance.now() - 5_000);
    await expect(slow()).rejects.toBeInstanceOf(Error);
    await expect(withoutPatience(slow)).resolves.toHaveLength(1);
    await expect(withPatience(slow)).resolves.toHaveLength(1);
  });
});
