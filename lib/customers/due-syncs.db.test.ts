import { beforeEach, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import {
  type CustomerRun,
  newCustomer,
  newStaff,
  openZuora,
  syncAgain,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { withConnection } from "@/lib/platform/testing/database";
import { passTime } from "@/lib/platform/testing/pass-time";
import { changesOf } from "@/lib/platform/testing/zuora-world";
import { beginDueCustomerSyncs } from "./service/begin-due-syncs";
import { purgeWorkflowChanges } from "./service/purge-old-rows";

const zuora = await openZuora({ workflows: 2, tasks: 1 });
const admin = await newStaff();
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
// Only those of the test itself are due.
beforeEach(async () => {
  zuora.mend();
  await system(tx => tx.customer.updateMany({ data: { nextSyncAt: null } }));
});

async function newSynced(): Promise<CustomerRun> {
  const at = await newCustomer(admin, zuora);
  await workToEnd(at);
  return at;
}

const runsOf = ({ onboardingId }: CustomerRun) =>
  system(tx => tx.onboardingRun.findMany({ where: { onboardingId }, orderBy: { number: "asc" } }));
const customerOf = ({ customerId: id }: CustomerRun) => system(tx => tx.customer.findUniqueOrThrow({ where: { id } }));
const isDueNow = (all: readonly CustomerRun[]) =>
  system(
    tx =>
      tx.$executeRaw`UPDATE customer SET next_sync_at = app_now() WHERE id = ANY(${all.map(one => one.customerId)}::int[])`,
  );

const endRuns = () =>
  system(
    tx => tx.$executeRaw`UPDATE onboarding_run SET status = 'complete', ended_at = app_now() WHERE ended_at IS NULL`,
  );

test("an hour after a sync the next one begins by itself, once however many look; it reads the workflows and nothing else", async () => {
  const at = await newSynced();
  expect(await beginDueCustomerSyncs()).toBe(0);
  await passTime(3_601);
  const begun = await Promise.all([beginDueCustomerSyncs(), beginDueCustomerSyncs(), beginDueCustomerSyncs()]);
  expect(begun.toSorted()).toEqual([0, 0, 1]);
  expect((await customerOf(at)).nextSyncAt).toBeNull();
  const tokens = zuora.count("token");
  await workOff(at);
  const [, scheduled] = await runsOf(at);
  expect(scheduled).toMatchObject({ trigger: "schedule", status: "complete" });
  // Proving the credentials would have asked for one.
  expect(zuora.count("token")).toBe(tokens);
  const { nextSyncAt, syncedAt } = await customerOf(at);
  expect(Math.round(((nextSyncAt?.getTime() ?? 0) - (syncedAt?.getTime() ?? 0)) / 60_000)).toBe(60);
});

test("nothing begins for who is not aboard, wants none, has broken credentials or a run that goes on", async () => {
  const [pending, unwanted, broken, busy] = [
    await newCustomer(admin, zuora),
    await newSynced(),
    await newSynced(),
    await newSynced(),
  ];
  await system(async tx => {
    await tx.onboardingRun.update({ where: { id: pending.jobId }, data: { status: "cancelled", endedAt: new Date() } });
    await tx.customer.update({ where: { id: unwanted.customerId }, data: { syncEveryMinutes: 0 } });
    await tx.zuoraCredential.update({
      where: { customerId: broken.customerId },
      data: { brokenAt: new Date(), brokenClass: "auth" },
    });
    await tx.onboardingRun.create({ data: { onboardingId: busy.onboardingId, number: 2, trigger: "manual" } });
  });
  await isDueNow([pending, unwanted, broken, busy]);
  expect(await beginDueCustomerSyncs()).toBe(0);
  await system(tx =>
    tx.zuoraCredential.update({
      where: { customerId: broken.customerId },
      data: { brokenAt: null, brokenClass: null },
    }),
  );
  expect(await beginDueCustomerSyncs()).toBe(1);
});

test("after a downtime eight begin at once and the others as those end or are put off; one that cannot begin holds up none", async () => {
  const all: CustomerRun[] = [];
  for (let number = 0; number < 10; number++) all.push(await newCustomer(admin, zuora));
  const ids = all.map(one => one.onboardingId);
  await endRuns();
  await system(
    tx => tx.$executeRaw`UPDATE onboarding SET status = 'complete', ended_at = app_now() WHERE id = ANY(${ids}::int[])`,
  );
  await withConnection(env.databaseUrl, async client => {
    await client.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$`,
    );
    await client.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON onboarding_run FOR EACH ROW WHEN (NEW.onboarding_id = ${ids[0]}) EXECUTE FUNCTION refuse()`,
    );
  });
  await isDueNow(all);
  expect(await beginDueCustomerSyncs()).toBe(7);
  expect(await beginDueCustomerSyncs()).toBe(0);
  await endRuns();
  await withConnection(env.databaseUrl, client => client.query("DROP TRIGGER refuse ON onboarding_run"));
  expect(await beginDueCustomerSyncs()).toBe(3);
  await isDueNow(all);
  expect(await beginDueCustomerSyncs()).toBe(5);
  expect(await beginDueCustomerSyncs()).toBe(0);
  // Until Zuora counts their calls anew, which may be tomorrow.
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step s SET state = 'retrying', next_attempt_at = now() + interval '1 day' FROM onboarding_run r
      WHERE r.onboarding_id = s.onboarding_id AND r.ended_at IS NULL AND s.step = 'workflow_sync'`,
  );
  expect(await beginDueCustomerSyncs(), "what is put off keeps nobody out").toBe(2);
});

test("what a sync found to be other is kept for ninety days", async () => {
  const at = await newSynced();
  zuora.change(0, { name: "Other" });
  await syncAgain(at);
  const kept = async () => (await changesOf({ customerId: at.customerId })).length;
  await passTime(89 * 86_400);
  await system(purgeWorkflowChanges);
  expect(await kept()).toBe(1);
  await passTime(86_401);
  await system(purgeWorkflowChanges);
  expect(await kept()).toBe(0);
});
