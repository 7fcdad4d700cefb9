import { beforeAll, expect, test } from "vitest";
import { rights } from "@/lib/kinds";
import { createStaff } from "@/lib/platform/auth/staff";
import { type Tx, transaction } from "@/lib/platform/db";
import { createPartner } from "@/lib/platform/partner/service";
import { eraseSomebody } from "@/lib/platform/rights/service";
import { ask, newContract, newMember, newPerson, placeIn, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { nudgeDueWebhooks } from "@/lib/platform/webhooks/jobs";
import { webhookEvents } from "@/lib/platform/webhooks/schema";
import { saveWebhook } from "@/lib/platform/webhooks/service/change";
import { act } from "./service/act";
import { deactivate } from "./service/deactivate";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const by = { actor: { id: 1 }, caller: { address: "192.0.2.1", agent: "a test" } };
const [theirs, contracts] = ["acct_theirs", "acct_contracts"];
let contract: Awaited<ReturnType<typeof newContract<"gold" | "silver" | "life" | "papers">>>;

beforeAll(async () => {
  contract = await newContract({
    ...{ gold: {}, silver: {}, life: { coreOffering: "life" } },
    papers: { coreOffering: "papers", requiresKyc: true },
  });
  for (const id of [theirs, contracts]) {
    await createPartner({ actor: "system" }, { id, name: id, scopes: ["members"] });
    await saveWebhook(by, id, { url: `https://hooks.example/${id}`, events: [...webhookEvents] });
  }
  const data = { partnerAccountId: contracts };
  await system(tx => tx.parentSubscription.update({ where: { id: contract.id }, data }));
});

/** What the partners were told of a member, in order, with whom. */
const toldOf = async (memberId: number) => {
  const where = { subject: `member:${memberId}` };
  const rows = await system(tx =>
    tx.webhookMessage.findMany({ where, orderBy: [{ createdAt: "asc" }, { event: "asc" }] }),
  );
  return rows.map(({ accountId, payload, event }) => ({ to: accountId, event, ...(payload as { data: object }).data }));
};
const newUser = (userId: string) => newMember(contract.id, { partner: { accountId: theirs, userId } });
const stop = (memberId: number, planId?: string) =>
  deactivate({ memberId, planId, via: proofs.admin, reason: "Left the company", requestId: "req_test" });

test("E25: a partner is told what becomes of its own: what began, what it replaced, and what ended", async () => {
  const { gold, silver, life } = contract.plans;
  const id = await newUser("E-17");
  await ask(id, gold, proofs.replacing, { dryRun: true });
  expect(await toldOf(id), "a dry run tells nobody").toEqual([]);
  const first = await ask(id, gold, proofs.direct);
  const second = await ask(id, silver, proofs.replacing);
  const other = await ask(id, life, proofs.admin);
  await refusalOf(ask(id, silver, proofs.direct));
  await stop(id, life);
  await stop(id);
  const common = { to: theirs, partner_user_id: "E-17", parent_subscription_id: contract.id };
  const one = (more: object) => ({ ...common, ...more });
  const began = { event: "member.activated", state: "activated" };
  const ended = { event: "member.deactivated", door: "admin" };
  const [ofSecond, ofOther] = [
    { subscription_id: second.subscriptionId, plan_subscription_id: silver },
    { subscription_id: other.subscriptionId, plan_subscription_id: life },
  ];
  expect(await toldOf(id)).toEqual([
    one({ ...began, subscription_id: first.subscriptionId, plan_subscription_id: gold, door: "direct" }),
    one({ ...began, ...ofSecond, door: "partner", replaced: first.subscriptionId }),
    one({ ...began, ...ofOther, door: "admin" }),
    one({ ...ended, ...ofOther, state: "activated" }),
    one({ ...ended, ...ofSecond, state: "deactivated" }),
  ]);
  const jobs = await system(
    tx => tx.$queryRaw<object[]>`
      SELECT FROM pgboss.job j JOIN webhook_message m ON m.id = j.data->>'id' WHERE m.subject = ${`member:${id}`}`,
  );
  expect(jobs, "a job for each").toHaveLength(5);
});

test("E25: of a member whom no partner knows that of the contract is told, without an id; of no partner nobody", async () => {
  const id = await newMember(contract.id);
  await ask(id, contract.plans.gold, proofs.direct);
  expect(await toldOf(id)).toMatchObject([{ to: contracts, partner_user_id: null, event: "member.activated" }]);
  const alone = await newContract({ gold: {} });
  const nobodys = await newMember(alone.id);
  await ask(nobodys, alone.plans.gold, proofs.direct);
  await stop(nobodys);
  expect(await toldOf(nobodys)).toEqual([]);
});

test("E25: whose time has come and who may not have the plan has failed, and why is told", async () => {
  const id = await newUser("E-18");
  await placeIn(id, "scheduled");
  await refusalOf(ask(id, contract.plans.papers, proofs.auto));
  expect(await toldOf(id)).toMatchObject([
    {
      ...{ event: "member.failed", state: "failed", door: "auto", subscription_id: null },
      ...{ plan_subscription_id: contract.plans.papers, code: expect.any(String) },
    },
  ]);
});

test("E25: what is taken back in the end was never told", async () => {
  const id = await newUser("E-19");
  // The trail comes last, and cannot write this down.
  const endless: Record<string, unknown> = {};
  endless.self = endless;
  const before = async () => [
    { action: "member.changed" as const, actor: { kind: "system" as const }, detail: endless },
  ];
  const input = { memberId: id, planId: contract.plans.gold, via: proofs.direct, requestId: "req_test" };
  await expect(act({ ...input, before }, performance.now())).rejects.toThrow("circular");
  expect(await toldOf(id)).toEqual([]);
  const { state } = await system(tx => tx.member.findUniqueOrThrow({ where: { id } }));
  expect(state).toBe("draft");
});

test("E25: of whom is erased the partner is told that the plans have ended, the log keeps it, and the messages forget what their partner calls them", async () => {
  const details = newPerson();
  const id = await newMember(contract.id, { details, partner: { accountId: theirs, userId: "E-20-forget-me" } });
  const { gold, life } = contract.plans;
  const begun = [await ask(id, gold, proofs.direct), await ask(id, life, proofs.direct)].map(one => one.subscriptionId);
  await system(tx => tx.member.update({ where: { id }, data: { joinedOn: new Date("2020-01-31") } }));
  const former = await newUser("E-21");
  await ask(former, gold, proofs.direct);
  const admin = await system(tx => createStaff(tx, { phoneNumber: "+352621999001", role: "admin", name: "Admin" }));
  const { phoneNumber } = details;
  const user = await system(tx => tx.user.create({ data: { phoneNumber, name: "Meera Iyer" } }));
  const reason = "asked for by phone";
  await eraseSomebody({ id: user.id, actorId: admin, caller: by.caller, reason, ...rights });
  const told = await toldOf(id);
  const common = { to: theirs, partner_user_id: null, parent_subscription_id: contract.id, door: "direct" };
  const [ofGold, ofLife] = [gold, life].map((planId, at) => ({
    ...common,
    ...{ subscription_id: begun[at], plan_subscription_id: planId },
  }));
  const [began, ended] = [
    { event: "member.activated", state: "activated" },
    { event: "member.deactivated", state: "deactivated" },
  ];
  expect(told.slice(0, 2)).toEqual([
    { ...ofGold, ...began },
    { ...ofLife, ...began },
  ]);
  expect(told).toHaveLength(4);
  const endings = [ofGold, ofLife].map(one => ({ ...one, ...ended }));
  expect(told.slice(2)).toEqual(expect.arrayContaining(endings));
  const { joinedOn } = await system(tx => tx.member.findUniqueOrThrow({ where: { id } }));
  expect(joinedOn).toBeNull();
  const [last] = await system(tx =>
    tx.activationLog.findMany({ where: { memberId: id }, orderBy: { id: "desc" }, take: 1 }),
  );
  expect(last).toMatchObject({
    ...{ event: "deactivate", actorKind: "system", actorId: null, fromState: "activated", toState: "deactivated" },
    ...{ subscriptionId: begun[0], decision: { ended: begun } },
  });
  expect(await toldOf(former), "nobody else is").toHaveLength(1);
  const sent = await system(async tx => {
    const where = { subject: `member:${id}`, event: "member.deactivated" };
    await tx.webhookMessage.updateMany({ where, data: { nextAttemptAt: new Date(Date.now() - 10_000) } });
    await nudgeDueWebhooks(tx);
    return tx.$queryRaw<object[]>`
      SELECT FROM pgboss.job j JOIN webhook_message m ON m.id = j.data->>'id' WHERE m.subject = ${where.subject} AND m.event = ${where.event}`;
  });
  expect(sent, "the poll sends them").toHaveLength(2);
});
