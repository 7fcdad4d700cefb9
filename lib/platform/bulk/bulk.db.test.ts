import { beforeEach, describe, expect, test, vi } from "vitest";
import { pauseSync } from "@/lib/agents/service/pause-sync";
import { bulkActs } from "@/lib/onboardings";
import { createStaff } from "../auth/staff";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { summarizeMoved } from "../onboardings/service";
import { newAgentRun } from "../testing/agent-run";
import { withConnection } from "../testing/database";
import { SnippetProcess } from "../testing/snippet-process";
import { newStoreRun } from "../testing/store-run";
import { runsAtOnce } from "./held-up";
import { getBulk, previewBulk } from "./queries";
import { type BulkActs, runBulk } from "./run";
import { BulkAsked, BulkItemSearch, BulkOrder } from "./schema";
import { abortBulk, nudgeOpenBulks, orderBulk } from "./service";
import { takeItem } from "./take-item";

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

/** Lets the import of a store wait for a key, as a refused one does. */
const waitForKey = ({ onboardingId, runId }: { onboardingId: number; runId: number }) =>
  system(async tx => {
    await tx.$executeRaw`UPDATE onboarding_step SET state = 'waiting', waiting_for = 'letzshop_key', started_at = now() WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL`;
    await tx.$executeRaw`UPDATE onboarding_run SET status = 'waiting', started_at = now() WHERE id = ${runId}`;
  }).then(summarizeMoved);

/** A job whose worker went with this item in hand, before anything was kept of it. */
const leave = (id: number, onboardingId: number) =>
  system(async tx => {
    await tx.$executeRaw`UPDATE bulk_job SET state = 'running', started_at = now(), fence = fence + 1 WHERE id = ${id}`;
    await tx.$executeRaw`UPDATE bulk_item SET state = 'begun', tries = 1, audit_before = (SELECT max(id) FROM audit_entry) WHERE job_id = ${id} AND onboarding_id = ${onboardingId}`;
  });

const actNow = (id: number, onboardingId: number) =>
  bulkActs.act({
    action: "retry",
    actor: { ...adminRoles, id: admin, sid: "", name: null, phoneNumber: null, storeId: null, customerId: null },
    onboardingId,
    reason: undefined,
    until: null,
    bulkId: id,
  });

const runsOf = (ids: number[]) => system(tx => tx.onboardingRun.count({ where: { onboardingId: { in: ids } } }));
const codes = ({ results }: Awaited<ReturnType<typeof look>>) => results.map(({ ok, code }) => [ok, code]);

describe("an order", () => {
  test("of more than was stated does nothing, and tells how many there are; of as many, or of fewer, it holds exactly those", async () => {
    const ids = await failedAgents(3);
    const refused = { code: "version_conflict", data: { total: 3 } };
    const before = await system(tx => tx.auditEntry.count());
    await expect(order({ ids, expectedCount: 2 })).rejects.toMatchObject(refused);
    await expect(order({ filter: { q: "zaphod" }, expectedCount: 1 })).rejects.toMatchObject(refused);
    const none = { code: "version_conflict", data: { total: 0 } };
    await expect(order({ ids: [999_999], expectedCount: 1 })).rejects.toMatchObject(none);
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
    expect(job.reason).toBe("reZEN was away");
    const masked = await look(id, { roles: [{ role: "operator", storeId: null }] });
    expect(masked.results[0]?.subject).not.toContain("Zaphod");
    expect(masked.reason, "who orders may have named somebody").toBeNull();
    // Those that a failure has in common try again by themselves too: for moments they are fewer.
    expect(await order({ filter: { q: "zaphod" }, expectedCount: 4 })).toMatchObject({ total: 3 });
    expect(await order({ ids: [...ids, 999_999], expectedCount: 4 })).toMatchObject({ total: 3 });
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

  test("is looked at as one alone is: what waits or is paused can be resumed, what ended short can be retried", async () => {
    const cannot = async (action: "retry" | "resume", id: number) =>
      (await previewBulk({ action, ids: [id] })).cannot === 1;
    const both = async (id: number) => [await cannot("retry", id), await cannot("resume", id)];
    const agent = await newAgentRun();
    expect(await both(agent.onboardingId), "goes on").toEqual([true, true]);
    await pauseSync({ id: admin, ...adminRoles }, { userId: agent.userId });
    await summarizeMoved();
    expect(await both(agent.onboardingId), "paused").toEqual([false, false]);
    const endAs = (id: number, status: string) =>
      system(async tx => {
        await tx.$executeRaw`UPDATE onboarding_run SET status = ${status}::"OnboardingStatus", started_at = now(), ended_at = now(), parts = '[]' WHERE id = ${id}`;
        await tx.$executeRaw`UPDATE onboarding_step SET state = 'done', waiting_for = NULL, error_code = NULL, error_message = NULL, started_at = now(), ended_at = now()
          WHERE onboarding_id = (SELECT onboarding_id FROM onboarding_run WHERE id = ${id}) AND parent IS NOT NULL`;
        await tx.$executeRaw`UPDATE onboarding SET status = 'complete', started_at = now(), ended_at = now() WHERE id = (SELECT onboarding_id FROM onboarding_run WHERE id = ${id})`;
        await tx.$executeRaw`UPDATE agent SET sync_paused_at = NULL, sync_paused_by_id = NULL WHERE user_id = ${agent.userId}`;
      }).then(summarizeMoved);
    await endAs(agent.runId, "cancelled");
    expect(await both(agent.onboardingId), "aboard, and its last run was stopped").toEqual([false, true]);
    await endAs(agent.runId, "complete");
    expect(await both(agent.onboardingId), "aboard").toEqual([true, true]);
    const store = await newStoreRun();
    expect(await both(store.onboardingId)).toEqual([true, true]);
    await waitForKey(store);
    expect(await both(store.onboardingId), "waits for a key").toEqual([true, false]);
    const customer = await system(async tx => {
      const { id } = await tx.customer.create({
        data: { name: "Paused", zuoraTenantId: "8", createdAt: new Date(), updatedAt: new Date() },
        select: { id: true },
      });
      await tx.$executeRaw`UPDATE customer SET sync_warned_at = now(), sync_paused_at = now() WHERE id = ${id}`;
      return tx.onboarding.create({ data: { kind: "customer", customerId: id }, select: { id: true } });
    });
    expect(await both(customer.id), "paused, before its first run").toEqual([true, false]);
    await system(
      tx =>
        tx.$executeRaw`INSERT INTO onboarding_run (onboarding_id, number, trigger, status, started_at) VALUES (${customer.id}, 1, 'test', 'waiting', now())`,
    );
    expect(await both(customer.id), "what waits is tried again by both").toEqual([false, false]);
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
    await actNow(0, running);
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
    await system(
      tx => tx.$executeRaw`
        UPDATE onboarding_step SET state = 'retrying', attempts = 2, error_code = 'unreachable', error_message = 'No.', started_at = now(),
          next_attempt_at = now() + interval '10 minutes'
        WHERE onboarding_id = ${ids[0]} AND parent IS NOT NULL AND position = (
          SELECT min(position) FROM onboarding_step WHERE onboarding_id = ${ids[0]} AND parent IS NOT NULL)`,
    );
    await work(id);
    expect(await look(id), "one that waits for its next try is not under way").toMatchObject({ done: most + 1 });
    await system(
      tx =>
        tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${ids[0]} AND state = 'retrying'`,
    );
    await system(tx => breakRun(tx, ids[3] ?? 0));
    await work(id);
    expect(await look(id), "until its time has come").toMatchObject({ done: most + 1, waitsFor: "rezen" });
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

  test("that resumes counts the runs that go on by it against the budget", async () => {
    const [agent, store] = [await newAgentRun(), await newStoreRun()];
    await pauseSync({ id: admin, ...adminRoles }, { userId: agent.userId });
    await waitForKey(store);
    const ids = [agent.onboardingId, store.onboardingId];
    const { id } = await order({ action: "resume", ids, expectedCount: 2 });
    await work(id);
    expect(codes(await look(id))).toEqual([
      [true, "resumed"],
      [true, "resumed"],
    ]);
    const items = await system(tx => tx.bulkItem.findMany({ where: { jobId: id }, orderBy: { onboardingId: "asc" } }));
    expect(items.map(({ runId }) => runId)).toEqual([agent.runId, store.runId]);
  });

  test("that was aborted settles what its worker left in hand by its trace, and does nothing more", async () => {
    for (const isDone of [true, false]) {
      const ids = await failedAgents(2);
      const [first = 0] = ids;
      const { id } = await order({ ids, expectedCount: 2 });
      await leave(id, first);
      const begun = isDone ? await actNow(id, first) : null;
      await abortBulk(by(), id);
      expect(await look(id)).toMatchObject({ state: "aborted", counts: { begun: 1, pending: 1 } });
      const open = await system(nudgeOpenBulks);
      await work(id);
      expect(await system(nudgeOpenBulks), "was sent again as long as something was in hand").toBe(open - 1);
      expect(await look(id)).toMatchObject({
        state: "aborted",
        counts: { begun: 0, done: isDone ? 1 : 0, pending: isDone ? 1 : 2 },
      });
      const item = await system(tx => tx.bulkItem.findFirst({ where: { jobId: id, onboardingId: first } }));
      expect(item?.runId ?? null).toBe(begun?.runId ?? null);
      expect(await runsOf(ids)).toBe(isDone ? 3 : 2);
    }
  });

  test("killed twice, or never told that its act came through, does it once", async () => {
    const [first = 0, second = 0] = await failedAgents(2);
    const killed = await order({ ids: [first], expectedCount: 1 });
    await leave(killed.id, first);
    await actNow(killed.id, first);
    await system(tx => breakRun(tx, first));
    const { fence } = await system(tx => tx.bulkJob.findUniqueOrThrow({ where: { id: killed.id } }));
    // The second worker takes it up, and goes before it looks.
    expect(
      await takeItem({ id: killed.id, fence, action: "retry", reason: null, until: null, askedBy: admin }),
    ).toMatchObject({
      item: { onboardingId: first },
    });
    await work(killed.id);
    expect(await look(killed.id)).toMatchObject({ state: "done", counts: { done: 1 } });
    expect(await runsOf([first])).toBe(2);
    const unheard = await order({ ids: [second], expectedCount: 1 });
    const act: BulkActs["act"] = async one => {
      await bulkActs.act(one);
      throw new AppError("unavailable");
    };
    await work(unheard.id, { ...bulkActs, act });
    expect((await look(unheard.id)).counts).toMatchObject({ pending: 1 });
    await system(tx => breakRun(tx, second));
    await system(tx => tx.$executeRaw`UPDATE bulk_item SET not_before = app_now() WHERE job_id = ${unheard.id}`);
    await work(unheard.id);
    expect(codes(await look(unheard.id))).toEqual([[true, "started"]]);
    expect(await runsOf([second])).toBe(2);
  });
});
