import { beforeEach, expect, test } from "vitest";
import { circuitOfZuora } from "@/lib/customers/client/zuora-access";
import { customerOnboarding } from "@/lib/customers/steps";
import { bulkActs, retryOnboarding } from "@/lib/onboardings";
import { createStaff } from "../auth/staff";
import { encrypt } from "../crypto";
import { type Tx, transaction } from "../db";
import { createOnboarding } from "../flow/onboarding";
import { startRun } from "../flow/start-run";
import { summarizeMoved } from "../onboardings/service";
import { newAgentRun } from "../testing/agent-run";
import { newStoreRun } from "../testing/store-run";
import { getBulk, previewBulk } from "./queries";
import { type BulkActs, runBulk } from "./run";
import { BulkItemSearch, BulkOrder } from "./schema";
import { orderBulk } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "desk" };
const roles = [{ role: "admin" as const, storeId: null }];
const sealed = encrypt("secret", { table: "zuora_credential", column: "client_secret", row: 1 });
type At = { onboardingId: number; runId: number };

let admin = 0;
let serial = 0;
beforeEach(async () => {
  await system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_run SET status = 'failed', started_at = now(), ended_at = now() WHERE ended_at IS NULL`,
  );
  admin = await system(tx =>
    createStaff(tx, { phoneNumber: `+35262196${1000 + ++serial}`, role: "admin", name: "Ada" }),
  );
});

const actor = () => ({ roles, id: admin, sid: "", name: null, phoneNumber: null, storeId: null, customerId: null });
const order = (given: Record<string, unknown>) =>
  orderBulk({ actor: { id: admin }, caller }, BulkOrder.parse({ action: "retry", ...given }));
const work = (id: number, acts: BulkActs = bulkActs) => runBulk(id, acts, new AbortController().signal);
const look = (id: number) => getBulk({ roles }, id, BulkItemSearch.parse({}));
const codes = async (id: number) => (await look(id)).results.map(({ ok, code }) => [ok, code]);
const itemsOf = (jobId: number) => system(tx => tx.bulkItem.findMany({ where: { jobId } }));

async function newCustomerRun(baseUrl = "https://rest.zuora.com"): Promise<At & { customerId: number }> {
  const told = { name: "Customer", zuoraTenantId: String(++serial), createdAt: new Date(), updatedAt: new Date() };
  return system(async tx => {
    const { id: customerId } = await tx.customer.create({ data: told, select: { id: true } });
    const client = { customerId, baseUrl, clientId: "client", clientSecret: sealed, lastFour: "aled" };
    await tx.zuoraCredential.create({ data: { ...client, savedAt: new Date() } });
    const onboardingId = await createOnboarding(tx, customerOnboarding, customerId);
    const { runId } = await startRun(tx, { onboardingId, trigger: "manual" });
    return { customerId, onboardingId, runId };
  });
}

/** Has a part of a run wait for its next try, as in an outage. */
const retryLater = ({ onboardingId, runId }: At, step: string) =>
  system(async tx => {
    await tx.$executeRaw`UPDATE onboarding_run SET status = 'running', started_at = now() WHERE id = ${runId}`;
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'retrying', attempts = 2, error_code = 'unreachable', error_message = 'No.', started_at = now(),
        next_attempt_at = now() + interval '10 minutes' WHERE onboarding_id = ${onboardingId} AND step = ${step}`;
  }).then(summarizeMoved);

const failRun = ({ onboardingId, runId }: At) =>
  system(async tx => {
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'failed', error_code = 'unreachable', error_message = 'No.', started_at = now(), ended_at = now()
      WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL`;
    await tx.$executeRaw`UPDATE onboarding_run SET status = 'failed', started_at = now(), ended_at = now(), parts = '[]' WHERE id = ${runId}`;
  }).then(summarizeMoved);

const trailOf = (action: string) => system(tx => tx.auditEntry.findMany({ where: { action, actorId: String(admin) } }));

test("a retry has what waits for its next try tried at once: in the same run, with the tries it has left, and once however often it is asked for", async () => {
  const [agent, store, customer] = [await newAgentRun(), await newStoreRun(), await newCustomerRun()];
  const all = [agent, store, customer];
  for (const [at, step] of [
    [agent, "equity"],
    [store, "products"],
    [customer, "workflow_sync"],
  ] as const)
    await retryLater(at, step);
  const ids = all.map(({ onboardingId }) => onboardingId);
  const runs = () => system(tx => tx.onboardingRun.count({ where: { onboardingId: { in: ids } } }));
  const before = await runs();
  expect(await previewBulk({ action: "retry", ids })).toMatchObject({ total: 3, cannot: 0, hastened: 3 });
  expect(await previewBulk({ action: "cancel", ids })).toMatchObject({ cannot: 0, hastened: 0 });
  const { id } = await order({ ids, expectedCount: 3, reason: "reZEN is back" });
  await work(id);
  expect(await codes(id)).toEqual(ids.map(() => [true, "hastened"]));
  const items = await itemsOf(id);
  expect(items.map(({ runId }) => runId)).toEqual(all.map(({ runId }) => runId));
  expect(await runs(), "no run besides").toBe(before);
  const parts = await system(tx =>
    tx.onboardingStep.findMany({ where: { onboardingId: { in: ids }, state: "retrying" } }),
  );
  expect(parts.map(({ attempts }) => attempts)).toEqual([2, 2, 2]);
  const [{ due }] = await system(
    tx => tx.$queryRaw<[{ due: number }]>`
      SELECT count(DISTINCT singleton_key)::int AS due FROM pgboss.job
      WHERE name IN ('agents.sync', 'stores.import', 'customers.run') AND state = 'created' AND start_after <= now() AND singleton_key = ANY(${ids.map(String)}::text[])`,
  );
  expect([due, parts.every(({ nextAttemptAt }) => Number(nextAttemptAt) <= Date.now() + 1000)]).toEqual([3, true]);
  for (const kind of ["agent", "store", "customer"])
    expect((await trailOf(`${kind}.run_hastened`)).map(({ detail }) => detail)).toEqual([
      expect.objectContaining({ reason: "reZEN is back", jobId: expect.any(Number) }),
    ]);

  expect(await previewBulk({ action: "retry", ids }), "nothing waits any more").toMatchObject({
    hastened: 0,
    cannot: 3,
  });
  const again = await order({ ids, expectedCount: 3 });
  await work(again.id);
  expect(await codes(again.id)).toEqual(ids.map(() => [true, "running"]));
  expect(await trailOf("agent.run_hastened")).toHaveLength(1);
});

test("of two admins at once one hastens, and a worker that is killed after it knows that it did", async () => {
  const agent = await newAgentRun();
  const { onboardingId } = agent;
  await retryLater(agent, "equity");
  const both = await Promise.all([1, 2].map(() => retryOnboarding({ actor: actor(), onboardingId }, {})));
  expect(both.map(({ isHastened }) => isHastened).sort()).toEqual([false, true]);
  expect(await trailOf("agent.run_hastened")).toHaveLength(1);
  await retryLater(agent, "equity");
  const { id } = await order({ ids: [onboardingId], expectedCount: 1 });
  await system(async tx => {
    await tx.$executeRaw`UPDATE bulk_job SET state = 'running', started_at = now(), fence = fence + 1 WHERE id = ${id}`;
    await tx.$executeRaw`UPDATE bulk_item SET state = 'begun', tries = 1, audit_before = (SELECT max(id) FROM audit_entry) WHERE job_id = ${id}`;
  });
  await bulkActs.act({
    ...{ action: "retry", actor: actor(), onboardingId, reason: undefined, until: null, bulkId: id },
  });
  await work(id);
  expect(await codes(id)).toEqual([[true, "hastened"]]);
  expect((await itemsOf(id))[0]?.runId).toBe(agent.runId);
  expect(await trailOf("agent.run_hastened")).toHaveLength(2);
});

test("stores are skipped many at once, for a reason and until a day; others are told that they cannot be", async () => {
  const [owned, unowned, agent] = [await newStoreRun(), await newStoreRun(), await newAgentRun()];
  const owner = await system(async tx => {
    const user = await tx.user.create({ data: {}, select: { id: true } });
    await tx.store.update({ where: { id: owned.storeId }, data: { ownerId: user.id } });
    return user.id;
  });
  const ids = [owned, unowned, agent].map(({ onboardingId }) => onboardingId);
  expect(await previewBulk({ action: "skip", ids })).toMatchObject({ total: 3, cannot: 2, hastened: 0 });
  const asked = { action: "skip", ids, expectedCount: 3 };
  expect(BulkOrder.safeParse(asked).error?.issues[0]?.path, "why").toEqual(["reason"]);
  const reason = "Asked for by phone";
  const until = new Date(Date.now() + 86_400_000).toISOString();
  expect(BulkOrder.safeParse({ ...asked, action: "retry", until }).error?.issues[0]?.path).toEqual(["until"]);
  for (const wrong of ["2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z"])
    await expect(order({ ...asked, reason, until: wrong })).rejects.toMatchObject({ code: "invalid_input" });
  const { id } = await order({ ...asked, reason, until });
  await work(id);
  expect(await codes(id)).toEqual([
    [true, "skipped"],
    [false, "illegal_transition"],
    [false, "illegal_transition"],
  ]);
  const skipped = await system(tx => tx.onboarding.findUniqueOrThrow({ where: { id: owned.onboardingId } }));
  expect([skipped.status, skipped.skippedReason, skipped.skippedUntil?.toISOString()]).toEqual([
    "skipped",
    reason,
    until,
  ]);
  expect(await system(tx => tx.notice.count({ where: { userId: owner, kind: "store_skipped" } }))).toBe(1);
  expect(await trailOf("store.onboarding_skipped")).toHaveLength(1);
  expect(await previewBulk({ action: "skip", ids }), "it is skipped already").toMatchObject({ cannot: 3 });
  const row = (statement: Promise<unknown>) => expect(statement).rejects.toThrow(/violates check constraint/);
  await row(system(tx => tx.$executeRaw`UPDATE bulk_job SET reason = NULL WHERE id = ${id}`));
  await row(system(tx => tx.$executeRaw`UPDATE bulk_job SET action = 'retry' WHERE id = ${id}`));
});

test("a worker that another has taken a job over from keeps nothing of it, and begins nothing more", async () => {
  const [first, second] = [await newAgentRun(), await newAgentRun()];
  for (const at of [first, second]) await failRun(at);
  const { id } = await order({ ids: [first.onboardingId, second.onboardingId], expectedCount: 2 });
  const act: BulkActs["act"] = async one => {
    const outcome = await bulkActs.act(one);
    await system(tx => tx.$executeRaw`UPDATE bulk_job SET fence = fence + 1 WHERE id = ${id}`);
    return outcome;
  };
  await work(id, { ...bulkActs, act });
  expect((await look(id)).counts).toEqual({ pending: 1, begun: 1, done: 0, refused: 0 });
  await work(id);
  expect(await codes(id)).toEqual([
    [true, "started"],
    [true, "started"],
  ]);
  expect(await system(tx => tx.onboardingRun.count({ where: { onboardingId: first.onboardingId } }))).toBe(2);
});

test("customers wait for the circuit of their own data centre, of which one run finds out whether it answers again", async () => {
  const [here, there] = ["https://rest.zuora.com", "https://rest.eu.zuora.com"];
  const [one, two, other] = [await newCustomerRun(here), await newCustomerRun(here), await newCustomerRun(there)];
  for (const at of [one, two, other]) await failRun(at);
  const ids = [one, two, other].map(({ onboardingId }) => onboardingId);
  const { id } = await order({ ids, expectedCount: 3 });
  const circuit = circuitOfZuora(here);
  await system(
    tx => tx.$executeRaw`
      INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at) VALUES (${circuit}, 8, now(), now() + interval '1 minute', now())`,
  );
  await work(id);
  expect(await look(id)).toMatchObject({ state: "running", done: 1, waitsFor: "zuora" });
  expect((await itemsOf(id)).find(({ state }) => state === "done")?.onboardingId).toBe(other.onboardingId);
  await system(tx => tx.$executeRaw`UPDATE upstream_breaker SET probe_after = now() WHERE name = ${circuit}`);
  await work(id);
  expect(await look(id)).toMatchObject({ done: 2, waitsFor: "zuora" });
  await system(tx => tx.$executeRaw`DELETE FROM upstream_breaker WHERE name = ${circuit}`);
  await work(id);
  expect(await look(id)).toMatchObject({ state: "done", counts: { done: 3 } });
});
