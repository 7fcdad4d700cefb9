import { beforeEach, describe, expect, test, vi } from "vitest";
import { bulkActs } from "@/lib/onboardings";
import { createStaff } from "../auth/staff";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { summarizeMoved } from "../onboardings/service";
import { newAgentRun } from "../testing/agent-run";
import { withConnection } from "../testing/database";
import { SnippetProcess } from "../testing/snippet-process";
import { runsAtOnce } from "./held-up";
import { getBulk, previewBulk } from "./queries";
import { type BulkActs, runBulk } from "./run";
import { BulkAsked, BulkItemSearch, BulkOrder } from "./schema";
import { abortBulk, nudgeOpenBulks, orderBulk } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "desk" };
const adminRoles = { roles: [{ role: "admin" as const, storeId: null }] };

let admin = 0;
let serial = 0;
beforeEach(async () => {
  // What an earlier test has set going would use up the budget of the next one.
  await system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_run SET status = 'failed', started_at = now(), ended_at = now() WHERE ended_at IS NULL`,
  );
  admin = await system(tx =>
    createStaff(tx, { phoneNumber: `+35262197${1000 + ++serial}`, role: "admin", name: "Ada" }),
  );
});

const by = () => ({ actor: { id: admin }, caller });
const order = (given: Record<string, unknown>) => orderBulk(by(), BulkOrder.parse({ action: "retry", ...given }));
const look = (id: number, reader: Parameters<typeof getBulk>[0] = adminRoles) =>
  getBulk(reader, id, BulkItemSearch.parse({}));
const work = (id: number, acts: BulkActs = bulkActs) => runBulk(id, acts, new AbortController().signal);

/** Ends the run that goes on of an onboarding, as an outage does. */
const breakRun = (tx: Tx, id: number) => tx.$executeRaw`
  WITH part AS (
    UPDATE onboarding_step SET state = 'failed', error_code = 'unreachable', error_message = 'reZEN cannot be reached right now.', started_at = now(), ended_at = now()
    WHERE onboarding_id = ${id} AND parent IS NOT NULL RETURNING onboarding_id
  ), run AS (UPDATE onboarding_run SET status = 'failed', started_at = now(), ended_at = now(), parts = '[]' WHERE onboarding_id = ${id} AND ended_at IS NULL RETURNING id)
  UPDATE onboarding SET status = 'failed', started_at = now(), ended_at = now() WHERE id = ${id}`;

async function failedAgents(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < count; at++) {
    const { onboardingId, userId } = await newAgentRun();
    await system(async tx => {
      await tx.user.update({ where: { id: userId }, data: { name: `Agent Zaphod ${onboardingId}` } });
      await breakRun(tx, onboardingId);
    });
    ids.push(onboardingId);
  }
  await summarizeMoved();
  return ids;
}

const runsOf = (ids: number[]) => system(tx => tx.onboardingRun.count({ where: { onboardingId: { in: ids } } }));
const codes = ({ results }: Awaited<ReturnType<typeof look>>) => results.map(({ ok, code }) => [ok, code]);

describe("an order", () => {
  test("of another number than was stated does nothing, and tells how many there are; of the stated one it holds exactly those", async () => {
    const ids = await failedAgents(3);
    const refused = { code: "version_conflict", data: { total: 3 } };
    const before = await system(tx => tx.auditEntry.count());
    await expect(order({ ids, expectedCount: 2 })).rejects.toMatchObject(refused);
    await expect(order({ ids: [...ids, 999_999], expectedCount: 4 })).rejects.toMatchObject(refused);
    await expect(order({ filter: { q: "zaphod" }, expectedCount: 40 })).rejects.toMatchObject(refused);
    expect(
      await system(async tx => [await tx.bulkJob.count(), await tx.bulkItem.count(), await tx.auditEntry.count()]),
    ).toEqual([0, 0, before]);
    const { id, total } = await order({ filter: { q: "zaphod" }, expectedCount: 3, reason: "reZEN was away" });
    expect(total).toBe(3);
    const job = await look(id);
    expect(job).toMatchObject({ state: "pending", total: 3, done: 0, askedBy: { id: admin, name: "Ada" } });
    expect(job.results.map(one => one.id)).toEqual(ids);
    const kept = await system(async tx => [
      await tx.bulkJob.findMany(),
      await tx.bulkItem.findMany(),
      await tx.auditEntry.findMany({ where: { action: "bulk.ordered" } }),
    ]);
    expect(JSON.stringify(kept)).toContain("reZEN was away");
    expect(JSON.stringify(kept).toLowerCase(), "a name would outlive its person").not.toContain("zaphod");
    expect((await look(id, { roles: [{ role: "operator", storeId: null }] })).results[0]?.subject).not.toContain(
      "Zaphod",
    );
  });

  test("names ids or a filter, and never everything", () => {
    for (const which of [
      {},
      { filter: {} },
      { filter: { kind: "" } },
      { ids: [] },
      { ids: [1], filter: { kind: "agent" } },
    ])
      expect(BulkAsked.safeParse({ action: "retry", ...which }).success, JSON.stringify(which)).toBe(false);
    expect(BulkOrder.safeParse({ action: "retry", ids: [1] }).success, "the number must be stated").toBe(false);
    expect(BulkAsked.safeParse({ action: "retry", filter: { print: "0".repeat(32) } }).success).toBe(true);
  });

  test("is looked at before: how many of each kind, and with how many nothing can be done", async () => {
    const ids = await failedAgents(2);
    const which = { ids };
    expect(await previewBulk({ action: "retry", ...which })).toMatchObject({
      total: 2,
      cannot: 0,
      kinds: [{ kind: "agent", count: 2, cannot: 0 }],
    });
    expect(await previewBulk({ action: "cancel", ...which })).toMatchObject({ total: 2, cannot: 2 });
    expect(await previewBulk({ action: "resume", ...which })).toMatchObject({ total: 2, cannot: 2 });
  });

  test("impossible rows are refused by the database", async () => {
    const [id = 0] = await failedAgents(1);
    const { id: job } = await order({ ids: [id], expectedCount: 1 });
    const refuse = (change: Promise<unknown>) => expect(change).rejects.toThrow(/violates check constraint/);
    await refuse(system(tx => tx.$executeRaw`UPDATE bulk_job SET state = 'done' WHERE id = ${job}`));
    await refuse(
      system(tx => tx.$executeRaw`UPDATE bulk_job SET state = 'aborted', ended_at = now() WHERE id = ${job}`),
    );
    await refuse(system(tx => tx.$executeRaw`UPDATE bulk_job SET action = 'erase' WHERE id = ${job}`));
    await refuse(system(tx => tx.$executeRaw`UPDATE bulk_item SET state = 'done' WHERE job_id = ${job}`));
    await refuse(system(tx => tx.$executeRaw`UPDATE bulk_item SET state = 'begun', tries = 1 WHERE job_id = ${job}`));
    await refuse(system(tx => tx.$executeRaw`UPDATE bulk_item SET run_id = 1 WHERE job_id = ${job}`));
  });
});

describe("a job", () => {
  test("does with each what is done by hand, and tells by a code what it cannot", async () => {
    const [failed = 0, running = 0] = await failedAgents(2);
    await bulkActs.act({
      action: "retry",
      actor: { ...adminRoles, id: admin, sid: "", name: null, phoneNumber: null, storeId: null, customerId: null },
      onboardingId: running,
      reason: undefined,
      bulkId: 0,
    });
    const waiting = await system(async tx => {
      const { id: customer } = await tx.customer.create({
        data: { name: "New", zuoraTenantId: "9", createdAt: new Date(), updatedAt: new Date() },
        select: { id: true },
      });
      return tx.onboarding.create({ data: { kind: "customer", customerId: customer }, select: { id: true } });
    });
    const before = await runsOf([failed, running]);
    const { id } = await order({ ids: [failed, running, waiting.id], expectedCount: 3, reason: "reZEN was away" });
    await work(id);
    const done = await look(id);
    expect(done).toMatchObject({ state: "done", done: 3, total: 3, counts: { done: 2, refused: 1 }, waitsFor: null });
    expect(codes(done)).toEqual([
      [true, "started"],
      [true, "running"],
      [false, "illegal_transition"],
    ]);
    expect(await runsOf([failed, running])).toBe(before + 1);
    const trail = await system(tx =>
      tx.auditEntry.findMany({ where: { actorId: String(admin), action: "agent.sync_started" } }),
    );
    expect(trail.map(({ detail }) => detail)).toContainEqual(expect.objectContaining({ reason: "reZEN was away" }));
    const stopping = await orderBulk(
      by(),
      BulkOrder.parse({ action: "cancel", ids: [failed, running], expectedCount: 2 }),
    );
    await work(stopping.id);
    expect(codes(await look(stopping.id))).toEqual([
      [true, "cancelled"],
      [true, "cancelled"],
    ]);
  });

  test("ends where somebody aborts it, or where who asked is no admin any more, after what is in hand", async () => {
    for (const [because, end] of [
      ["asked", (id: number) => abortBulk(by(), id)],
      ["forbidden", () => system(tx => tx.userRole.deleteMany({ where: { userId: admin } }))],
    ] as const) {
      const ids = await failedAgents(2);
      const { id } = await order({ ids, expectedCount: 2 });
      const act: BulkActs["act"] = async one => {
        await end(id);
        return bulkActs.act(one);
      };
      await work(id, { ...bulkActs, act });
      expect(await look(id)).toMatchObject({
        state: "aborted",
        endedBecause: because,
        counts: { done: 1, pending: 1, begun: 0 },
      });
      await work(id);
      expect((await look(id)).counts).toMatchObject({ done: 1, pending: 1 });
      await expect(abortBulk(by(), id)).rejects.toMatchObject({ code: "illegal_transition" });
    }
    await expect(abortBulk(by(), 999_999)).rejects.toMatchObject({ code: "not_found" });
  });

  test("tries again what passes by itself, and no more than five times", async () => {
    const ids = await failedAgents(1);
    const { id } = await order({ ids, expectedCount: 1 });
    const act = () => Promise.reject(new AppError("rate_limited", { retryAfterSeconds: 7 }));
    for (let tried = 1; tried <= 5; tried++) {
      await work(id, { ...bulkActs, act });
      await work(id, { ...bulkActs, act });
      const item = await system(tx => tx.bulkItem.findFirstOrThrow({ where: { jobId: id } }));
      expect(item, "not before its time").toMatchObject({ tries: tried, state: tried < 5 ? "pending" : "refused" });
      await system(tx => tx.$executeRaw`UPDATE bulk_item SET not_before = app_now() WHERE job_id = ${id}`);
    }
    expect(codes(await look(id))).toEqual([[false, "rate_limited"]]);
  });

  test("begins no more runs at once than its share of the upstream, and none while that does not answer", async () => {
    const most = runsAtOnce("rezen");
    const ids = await failedAgents(most + 2);
    const runs = await runsOf(ids);
    const { id } = await order({ ids, expectedCount: ids.length });
    const open = (probe: string) =>
      system(
        tx => tx.$executeRaw`
      INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at) VALUES ('rezen', 8, now(), now() + ${probe}::interval, now())
      ON CONFLICT (name) DO UPDATE SET probe_after = excluded.probe_after`,
      );
    await open("1 minute");
    await work(id);
    expect(await look(id)).toMatchObject({ state: "running", done: 0, waitsFor: "rezen" });
    await open("-1 second");
    await work(id);
    expect(await look(id), "one finds out").toMatchObject({ done: 1 });
    await system(tx => tx.$executeRaw`DELETE FROM upstream_breaker`);
    await work(id);
    expect(await look(id)).toMatchObject({ done: most, waitsFor: "rezen" });
    expect(await runsOf(ids)).toBe(runs + most);
    expect(await system(nudgeOpenBulks)).toBeGreaterThan(0);
    await system(tx => breakRun(tx, ids[0] ?? 0));
    await work(id);
    expect(await look(id)).toMatchObject({ done: most + 1 });
    await system(tx => breakRun(tx, ids[1] ?? 0));
    await work(id);
    await system(tx => breakRun(tx, ids[2] ?? 0));
    await work(id);
    expect(await look(id)).toMatchObject({ state: "done", done: most + 2 });
  });

  test("killed between an act and its record does it once, also where that has come to an end meanwhile", async () => {
    const [first = 0, second = 0] = await failedAgents(2);
    const before = await runsOf([first, second]);
    const { id } = await order({ ids: [first, second], expectedCount: 2 });
    await withConnection(env.databaseUrl, async client => {
      await client.query(`CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM set_config('lock_timeout', '0', true); PERFORM pg_advisory_xact_lock_shared(96); RETURN NEW; END $$`);
      await client.query(
        `CREATE TRIGGER wait_here BEFORE UPDATE ON bulk_item FOR EACH ROW WHEN (NEW.state = 'done' AND NEW.onboarding_id = ${first}) EXECUTE FUNCTION wait_here()`,
      );
      await client.query("SELECT pg_advisory_lock(96)");
      const worker = new SnippetProcess(`
        const [{ runBulk }, { bulkActs }] = [await load("lib/platform/bulk/run.ts"), await load("lib/onboardings.ts")];
        await runBulk(${id}, bulkActs, new AbortController().signal);`);
      const waits = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
      try {
        await vi.waitUntil(async () => (await client.query(waits)).rowCount, { timeout: 30_000, interval: 20 });
      } finally {
        await worker.kill();
      }
      await client.query("SELECT pg_advisory_unlock(96)");
      await client.query("DROP TRIGGER wait_here ON bulk_item");
      await vi.waitUntil(
        async () =>
          !(
            await client.query(
              "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'",
            )
          ).rowCount,
        { timeout: 10_000, interval: 20 },
      );
    });
    expect((await look(id)).counts).toMatchObject({ begun: 1, pending: 1 });
    expect(await runsOf([first])).toBe(2);
    await system(tx => breakRun(tx, first));
    await work(id);
    expect(await look(id)).toMatchObject({ state: "done", counts: { done: 2 } });
    expect(await runsOf([first, second])).toBe(before + 2);
  });
});
