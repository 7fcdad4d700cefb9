import type pg from "pg";
import { expect, test, vi } from "vitest";
import { Prisma, statement, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withLock } from "@/lib/platform/locks/with-lock";
import { withConnection } from "@/lib/platform/testing/database";
import { ask, newContract, newMember, placeIn, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { deactivate } from "./service/deactivate";

const codesOf = async (work: Promise<unknown>) => {
  const { status, errors } = await refusalOf(work);
  return [status, ...errors.map(({ field, code }) => `${field} ${code}`)];
};
const stop = (memberId: number, planId?: string) =>
  deactivate({ memberId, planId, via: proofs.admin, requestId: "req_test" });

/** Lets an act wait for its plan's row, and commits what ends the plan before it goes on. */
const overtake = (plan: string, change: string, of: string, work: () => Promise<unknown>) =>
  withConnection(env.databaseUrl, async (client: pg.Client) => {
    await client.query("SET ROLE gangway_system");
    await client.query("BEGIN");
    await client.query("SELECT FROM plan_subscription WHERE id = $1 FOR UPDATE", [plan]);
    const told = codesOf(work());
    const waiting = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";
    await vi.waitUntil(async () => (await client.query(waiting)).rowCount, { timeout: 10_000, interval: 5 });
    await client.query(change, [of]);
    await client.query("COMMIT");
    return told;
  });

test("001: a plan that is retired, a contract that is cancelled or an employer that is disabled while an act waits gives nothing", async () => {
  const ends = [
    ["UPDATE plan_subscription SET retired_at = now() WHERE id = $1", "plan_not_active"],
    ["UPDATE parent_subscription SET cancelled_at = now() WHERE id = $1", "contract_not_active"],
    [
      "UPDATE employer SET disabled_at = now() WHERE id = (SELECT employer_id FROM parent_subscription WHERE id = $1)",
      "contract_not_active",
    ],
  ] as const;
  for (const [change, code] of ends) {
    const { id, plans } = await newContract({ gold: {}, silver: {} });
    const memberId = await newMember(id);
    const isOfPlan = code === "plan_not_active";
    // Who replaces waits for the plans before the statement that begins, who does not in it.
    if (!isOfPlan) await ask(memberId, plans.gold, proofs.partner);
    const of = isOfPlan ? plans.silver : id;
    const told = await overtake(plans.silver, change, of, () => ask(memberId, plans.silver, proofs.replacing));
    expect(told, change).toEqual([422, `planSubscriptionId ${code}`]);
  }
});

test("E13: of a plan of another contract nothing is said but that it is unknown", async () => {
  const own = await newContract({ gold: {} });
  const later = new Date(Date.now() + 3 * 86_400_000);
  const other = await newContract({ gold: { requiresKyc: true, startsOn: later } });
  const memberId = await newMember(own.id);
  const unknown = [422, "planSubscriptionId unknown_plan"];
  expect(await codesOf(ask(memberId, other.plans.gold, proofs.partner))).toEqual(unknown);
  await ask(memberId, own.plans.gold, proofs.partner);
  expect(await codesOf(ask(memberId, other.plans.gold, proofs.partner))).toEqual(unknown);
  expect(await codesOf(ask(memberId, other.plans.gold, proofs.replacing))).toEqual(unknown);
});

test("E9: what ends is told in the order in which it began, at the time that is stored; a plan that is not theirs is unknown", async () => {
  const offerings = ["health", "life", "teeth", "eyes", "travel"];
  const told: Record<string, { coreOffering?: string }> = { spare: {} };
  for (const coreOffering of offerings) told[coreOffering] = { coreOffering };
  const { id, plans } = await newContract(told);
  const memberId = await newMember(id);
  const begun = [];
  for (const plan of ["eyes", "health", "travel", "life", "teeth"])
    begun.push((await ask(memberId, plans[plan] ?? "", proofs.admin)).subscriptionId);
  // The rows stand in another order than they began, and began later than the product's clock says now.
  await statement(Prisma.sql`
    UPDATE member_subscription SET started_at = app_now() + interval '1 minute' + array_position(${begun.toReversed()}::text[], id) * interval '1 s'
    WHERE member_id = ${memberId} RETURNING id`);
  expect(await codesOf(stop(memberId, plans.spare))).toEqual([422, "planSubscriptionId unknown_plan"]);
  const { endedSubscriptionIds, endedAt } = await stop(memberId);
  expect(endedSubscriptionIds).toEqual(begun.toReversed());
  const { _max } = await transaction("system", tx =>
    tx.memberSubscription.aggregate({ where: { memberId }, _max: { endedAt: true } }),
  );
  expect(endedAt).toEqual(_max.endedAt);
});

test("001: who has failed is kept with the first rule that did not hold", async () => {
  const { id, plans } = await newContract({ papers: { requiresKyc: true, allowsAuto: true } });
  const memberId = await newMember(id);
  await placeIn(memberId, "scheduled");
  await refusalOf(ask(memberId, plans.papers, proofs.auto));
  const where = { id: memberId };
  expect(await transaction("system", tx => tx.member.findUniqueOrThrow({ where }))).toMatchObject({
    ...{ state: "failed", failedCode: "govt_id" },
  });
});

test("bar 96: a partner is told by which door somebody is at work, and never under which id", async () => {
  const { id, plans } = await newContract({ gold: {} });
  const memberId = await newMember(id);
  const options = { ttlSeconds: 10, holder: "direct req_others" };
  await withLock(`member:${memberId}`, options, async () => {
    const holderFor = async (via: (typeof proofs)[keyof typeof proofs]) =>
      (await refusalOf(ask(memberId, plans.gold, via))).data?.holder;
    expect(await holderFor(proofs.partner)).toBe("direct");
    expect(await holderFor(proofs.admin)).toBe("direct req_others");
  });
});
