import type pg from "pg";
import { expect, test, vi } from "vitest";
import { env } from "@/lib/platform/env";
import { toAppError } from "@/lib/platform/http/envelope";
import { withConnection } from "@/lib/platform/testing/database";
import { ask, newContract, newMember, newPerson, proofs } from "@/lib/platform/testing/new-member";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";

const key = 97;

// Whoever comes here waits until the test lets go, however long the last of them takes to come.
const gate = `
  CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('lock_timeout', '0', true); PERFORM pg_advisory_xact_lock_shared(${key}); RETURN NEW; END $$`;
/** The moments of a replacement: before the old one ends, between both, when both are written, and before the last row of all. */
const places = [
  (id: number) => `BEFORE UPDATE ON member_subscription FOR EACH ROW WHEN (NEW.member_id = ${id})`,
  (id: number) => `BEFORE INSERT ON member_subscription FOR EACH ROW WHEN (NEW.member_id = ${id})`,
  (id: number) => `BEFORE INSERT ON activation_log FOR EACH ROW WHEN (NEW.member_id = ${id})`,
  (id: number) => `BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.subject_id = '${id}')`,
];

/** Reads as the system, who sees every member's rows. */
async function asSystem<Row extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  await client.query("SET ROLE gangway_system");
  const { rows } = await client.query<Row>(sql, values);
  await client.query("RESET ROLE");
  return rows;
}

type Row = { member: number; plan: string; because: string | null };
const activeNow = async (client: pg.Client, members: number[]): Promise<Row[]> => {
  const sql = `SELECT member_id AS member, plan_subscription_id AS plan, ended_because AS because FROM member_subscription
    WHERE member_id = ANY ($1) AND ended_at IS NULL ORDER BY member_id`;
  return asSystem<Row>(client, sql, [members]);
};
const howMany = async (client: pg.Client, condition: string): Promise<number> => {
  const sql = `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gangway' AND ${condition}`;
  return (await client.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
};

type Moved = { id: number; gold: string; silver: string };
const replacing = (members: readonly Moved[]) => `
  const { activate } = await load("lib/members/service/activate.ts");
  const via = ${JSON.stringify(proofs.replacing)};
  const ask = ({ id: memberId, silver: planId }) => activate({ memberId, planId, via, requestId: "req_killed" });
  await Promise.allSettled(${JSON.stringify(members)}.map(ask));`;

// Each under a contract of their own: of one plan the second would wait for the first one's seat.
async function holder(): Promise<Moved> {
  const { id: contractId, plans } = await newContract({ gold: {}, silver: {} });
  const id = await newMember(contractId, { details: newPerson() });
  await ask(id, plans.gold, proofs.direct);
  return { id, ...plans };
}

/** What the history of somebody says who was replaced once: one at any moment, without a gap. */
const history = `
  SELECT member_id AS member, array_agg(ended_because ORDER BY started_at) AS ends, max(started_at) = max(ended_at) AS seamless
  FROM member_subscription WHERE member_id = ANY ($1) GROUP BY 1 ORDER BY 1`;

test("bar 97: a process killed anywhere in a replacement leaves the old plan active and nothing of the new one; the next try replaces it without a gap", async () => {
  const moved = await Promise.all(places.map(holder));
  const members = moved.map(({ id }) => id);
  const having = (plan: "gold" | "silver") =>
    moved.map(one => ({ member: one.id, plan: one[plan], because: null })).sort((a, b) => a.member - b.member);
  await withConnection(env.databaseUrl, async client => {
    await client.query(gate);
    for (const [at, id] of members.entries())
      await client.query(`CREATE TRIGGER wait_${at} ${places[at]?.(id)} EXECUTE FUNCTION wait_here()`);
    await client.query("SELECT pg_advisory_lock($1)", [key]);
    const replacer = new SnippetProcess(replacing(moved));
    try {
      await vi.waitUntil(async () => (await howMany(client, "wait_event = 'advisory'")) === members.length, {
        ...{ timeout: 30_000, interval: 20 },
      });
      expect(await activeNow(client, members)).toEqual(having("gold"));
    } finally {
      await replacer.kill();
    }
    await client.query("SELECT pg_advisory_unlock($1)", [key]);
    await vi.waitUntil(async () => (await howMany(client, "wait_event = 'advisory' OR state LIKE 'idle in%'")) === 0, {
      ...{ timeout: 10_000, interval: 20 },
    });
    expect(await activeNow(client, members)).toEqual(having("gold"));
    // What the dead one still holds is told of, until its lease is over.
    const [first] = moved as [Moved];
    const told = ask(first.id, first.silver, proofs.replacing).catch((thrown: unknown) => thrown);
    expect(await told).toMatchObject({ code: "activation_in_progress", data: { holder: "partner" } });
    await asSystem(client, "UPDATE named_lock SET taken_at = now() - interval '20 s', until = now() - interval '1 s'");
    for (const { id, silver } of moved) await ask(id, silver, proofs.replacing);
    expect(await activeNow(client, members)).toEqual(having("silver"));
    const seamless = members
      .sort((a, b) => a - b)
      .map(member => ({ member, ends: ["replaced", null], seamless: true }));
    expect(await asSystem(client, history, [members])).toEqual(seamless);
  });
});

/** Makes the database give up a transaction that begins a subscription, the first so many times; how often it was tried is counted. */
const giveUp = (code: string, times: number) => `
  CREATE OR REPLACE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('tries') <= ${times} THEN RAISE EXCEPTION 'given up on member_subscription' USING ERRCODE = '${code}'; END IF; RETURN NEW; END $$`;

test("bar 99: what the database gives up is tried three times more and then 503 without a word of SQL; who change places at once do not wait for each other in a circle", async () => {
  const { id: contractId, plans } = await newContract({ gold: {}, silver: {} });
  await withConnection(env.databaseUrl, async client => {
    await client.query("CREATE SEQUENCE tries; GRANT USAGE ON SEQUENCE tries TO gangway_system");
    for (const [code, times, isGranted] of [
      ["40001", 3, true],
      ["40P01", 3, true],
      ["40001", 9, false],
      ["40P01", 9, false],
    ] as const) {
      await client.query(giveUp(code, times));
      await client.query(
        "CREATE OR REPLACE TRIGGER give_up BEFORE INSERT ON member_subscription FOR EACH ROW EXECUTE FUNCTION give_up()",
      );
      await client.query("SELECT setval('tries', 1, false)");
      const id = await newMember(contractId);
      const done = await ask(id, plans.gold, proofs.direct).catch((thrown: unknown) => thrown);
      expect((await client.query("SELECT last_value::int AS tries FROM tries")).rows).toEqual([{ tries: 4 }]);
      if (isGranted) expect(done).toMatchObject({ state: "activated" });
      else {
        const refusal = toAppError(done, "req_test");
        expect([refusal.status, refusal.code, refusal.hasOwnMessage, refusal.data]).toEqual([
          503,
          "unavailable",
          false,
          null,
        ]);
        expect(refusal.retryAfterSeconds).toBeGreaterThan(0);
      }
    }
    await client.query("DROP TRIGGER give_up ON member_subscription");
    const members = await Promise.all(
      Array.from({ length: 12 }, () => newMember(contractId, { details: newPerson() })),
    );
    const planOf = (at: number, turn: number) => ((at + turn) % 2 ? plans.gold : plans.silver);
    for (const turn of [0, 1, 2])
      await Promise.all(members.map((id, at) => ask(id, planOf(at, turn), proofs.replacing)));
    const deadlocks = "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()";
    expect((await client.query(deadlocks)).rows).toEqual([{ deadlocks: 0 }]);
  });
});
