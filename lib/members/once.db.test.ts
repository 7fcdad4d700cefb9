import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { withConnection } from "@/lib/platform/testing/database";
import { isFull } from "@/lib/platform/testing/full-form";
import { ask, newContract, newMember, newPerson, placeIn, proofs } from "@/lib/platform/testing/new-member";
import { act } from "./service/act";
import type { Proof } from "./service/activate";

const atOnce = 50;
// Without the lock all wait for one row, with a connection each: more than there are would be told 503.
const waiting = 12;
const rounds = isFull ? 20 : 1;
const { direct, admin, partner, auto, invite } = proofs;
// Out of each state all doors that lead from there to a plan: of the others one may be first, and is refused before anybody else is heard.
const doorsOf: Record<string, Proof[]> = {
  scheduled: [direct, admin, partner, auto],
  otp_verified: [direct, admin, partner, invite],
};
let contract: Awaited<ReturnType<typeof newContract<"gold" | "few">>>;
beforeAll(async () => {
  contract = await newContract({ gold: { allowsAuto: true }, few: { seats: 5 } });
});

/** What a member has come to: active subscriptions, mails, rows of audit and log. */
const left = (memberId: number) =>
  transaction("system", async tx => {
    const [row] = await tx.$queryRaw<Record<string, number>[]>`
      SELECT (SELECT count(*) FROM member_subscription WHERE member_id = ${memberId} AND ended_at IS NULL)::int AS active,
        (SELECT count(*) FROM outbox_message m JOIN member_subscription s ON m.dedupe_key = 'member.activated:' || s.id
          WHERE s.member_id = ${memberId})::int AS mails,
        (SELECT count(*) FROM audit_entry WHERE action = 'member.activated' AND subject_id = ${String(memberId)})::int AS audits,
        (SELECT count(*) FROM activation_log WHERE member_id = ${memberId} AND to_state IS NOT NULL)::int AS granted,
        (SELECT count(*) FROM activation_log WHERE member_id = ${memberId} AND code IS NOT NULL)::int AS refused`;
    return row;
  });

type Way = (memberId: number, via: Proof) => Promise<unknown>;
const byLock: Way = (memberId, via) => ask(memberId, contract.plans.gold, via);
// The act itself, as a holder of the lock would do it: here nobody holds it.
const withoutLock: Way = async (memberId, via) => {
  const done = await act({ memberId, planId: contract.plans.gold, via, requestId: "req_test" }, performance.now());
  if (done.refusal) throw done.refusal;
};

/** Fifty at once, over all doors of a state in turn. */
async function rush(way: Way, state: string, many = atOnce, doors = doorsOf[state] ?? []) {
  const memberId = await newMember(contract.id);
  await placeIn(memberId, state);
  const tries = Array.from({ length: many }, (_, at) => way(memberId, doors[at % doors.length] ?? direct));
  const ended = await Promise.allSettled(tries);
  const refusals = ended.flatMap(end => (end.status === "rejected" ? [end.reason as AppError] : []));
  return { memberId, granted: ended.length - refusals.length, refusals };
}

const dropIndex = "DROP INDEX member_subscription_active";
const makeIndex =
  "CREATE UNIQUE INDEX member_subscription_active ON member_subscription (member_id, core_offering) WHERE ended_at IS NULL";

/** Does something while the database would take two active subscriptions; what is twice is gone afterwards. */
const withoutIndex = <T>(work: () => Promise<T>): Promise<T> =>
  withConnection(env.databaseUrl, async client => {
    await client.query(dropIndex);
    try {
      return await work();
    } finally {
      await client.query("TRUNCATE member_subscription");
      await client.query(makeIndex);
    }
  });

test(`bar 96: ${atOnce} at once over all doors, ${rounds} times: one active subscription, one mail, one audit row, and each other is told 409`, async () => {
  for (let round = 0; round < rounds; round++)
    for (const state of Object.keys(doorsOf)) {
      const { memberId, granted, refusals } = await rush(byLock, state);
      expect(granted).toBe(1);
      expect(new Set(refusals.map(refusal => refusal.status))).toEqual(new Set([409]));
      for (const { code } of refusals) expect(["activation_in_progress", "already_active"]).toContain(code);
      expect(await left(memberId)).toEqual({ active: 1, mails: 1, audits: 1, granted: 1, refused: atOnce - 1 });
    }
});

test("bar 96: fifty at once over all five doors, also those that do not lead there from here: one at most begins, and whoever asks next finds it or gets it", async () => {
  for (const state of Object.keys(doorsOf)) {
    const { memberId, granted, refusals } = await rush(byLock, state, atOnce, [direct, invite, partner, auto, admin]);
    expect(granted).toBeLessThanOrEqual(1);
    for (const { code, status } of refusals) {
      expect(status).toBe(409);
      expect(["activation_in_progress", "already_active", "illegal_transition"]).toContain(code);
    }
    const next = await ask(memberId, contract.plans.gold, direct).catch((thrown: AppError) => thrown.code);
    expect(typeof next === "string" ? next : next.state).toBe(granted === 1 ? "already_active" : "activated");
    expect(await left(memberId)).toMatchObject({ active: 1, mails: 1, audits: 1, granted: 1 });
  }
});

test("bar 96: without the lock the index alone keeps it once, and all others are told 409", async () => {
  const { memberId, granted, refusals } = await rush(withoutLock, "scheduled", waiting);
  expect(granted).toBe(1);
  // Who waited for the row saw the member active before the subscription: to `due` that is a state without a way on.
  for (const { code } of refusals) expect(["already_active", "illegal_transition"]).toContain(code);
  expect(await left(memberId)).toMatchObject({ active: 1, mails: 1, audits: 1, granted: 1 });
});

test("bar 96: without the index the lock alone keeps it once", () =>
  withoutIndex(async () => {
    const { memberId, granted } = await rush(byLock, "scheduled");
    expect(granted).toBe(1);
    expect(await left(memberId)).toMatchObject({ active: 1, mails: 1, audits: 1 });
  }));

test("bar 96: without both there are two or more, so that the tests above would see it", () =>
  withoutIndex(async () => {
    const { memberId, granted } = await rush(withoutLock, "scheduled", waiting);
    expect(granted).toBeGreaterThan(1);
    expect(await left(memberId)).toMatchObject({ active: granted, mails: granted });
  }));

test("001: of twenty who want one of five seats at once five get one, and the others are told that none is left", async () => {
  const members = await Promise.all(Array.from({ length: 20 }, () => newMember(contract.id, { details: newPerson() })));
  const ended = await Promise.allSettled(members.map(id => ask(id, contract.plans.few, direct)));
  const refusals = ended.flatMap(end => (end.status === "rejected" ? [end.reason as AppError] : []));
  expect(ended.length - refusals.length).toBe(5);
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ status: 422, errors: [{ field: "planSubscriptionId", code: "no_seat" }] });
  }
  const plan = await transaction("system", tx =>
    tx.planSubscription.findUniqueOrThrow({ where: { id: contract.plans.few } }),
  );
  expect(plan.seatsTaken).toBe(5);
});
