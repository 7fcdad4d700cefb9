import { expect, test, vi } from "vitest";
import { decrypt } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { exportPerson } from "@/lib/platform/rights/queries";
import { eraseSomebody } from "@/lib/platform/rights/service";
import { platformTables } from "@/lib/platform/rights/tables";
import { withConnection } from "@/lib/platform/testing/database";
import { newContract } from "@/lib/platform/testing/new-contract";
import { listOwnMembers, memberTables } from "./queries/personal-data";
import type { MemberDetails } from "./schema/member";
import { activate } from "./service/activate";
import { createMember } from "./service/add-member";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "desk" };
const rights = { tables: [...memberTables, ...platformTables], subjectsOf: listOwnMembers };
const direct = { door: "direct", actor: { kind: "system" } } as const;

let serial = 0;
const nextPhone = () => `+35262155${String(++serial).padStart(4, "0")}`;
const details = (more: MemberDetails = {}): MemberDetails => ({
  ...{ name: `Trillian ${++serial}`, dob: "1988-04-12", gender: "F", phoneNumber: nextPhone() },
  ...more,
});
const newUser = (data: { phoneNumber?: string; email?: string; emailConfirmed?: boolean }) =>
  system(tx => tx.user.create({ data, select: { id: true } }));
const stateOf = (id: number) => system(tx => tx.member.findUniqueOrThrow({ where: { id } }));
const add = (parentSubscriptionId: string, told: MemberDetails, primaryMemberId?: number) =>
  createMember(
    { actor: { kind: "system" } },
    { parentSubscriptionId, details: told, ...(primaryMemberId ? { relation: "child", primaryMemberId } : {}) },
  );
const give = (memberId: number, planId: string) =>
  activate({ memberId, planId, via: direct, requestId: "req_rights", caller });

test("G8: a member is whoever has their number or their confirmed address, and no address that somebody only typed", async () => {
  const { contractId } = await newContract();
  const email = `trillian${++serial}@example.com`;
  const own = await add(contractId, details({ emailId: email }));
  const child = await add(contractId, details({ phoneNumber: null, name: "Random" }), own);
  const grown = await add(contractId, details({ name: "Arthur" }), own);
  const typed = await newUser({ email });
  expect(await system(tx => listOwnMembers(tx, typed.id))).toEqual([]);
  const taken = await exportPerson({ ...rights, id: typed.id, actorId: typed.id, caller });
  expect(taken.tables.member).toEqual([]);
  const confirmed = await newUser({ email: email.toUpperCase(), emailConfirmed: true });
  const found = await system(tx => listOwnMembers(tx, confirmed.id));
  // A child whom only the employee told of is theirs to ask for; who can be reached asks for themselves.
  expect(found.map(({ id }) => id).sort()).toEqual([own, child].sort());
  expect(found.map(({ id }) => id)).not.toContain(grown);
});

test("G8, E30: of a government id the last four are given out; who is erased has no plan, leaves their seat and is a number", async () => {
  const { contractId, gold, life } = await newContract({ seats: 1 });
  const told = details({ govtIdName: "pan", govtIdValue: "AFZPK7190K", emailId: `zarniwoop${++serial}@example.com` });
  const own = await add(contractId, told);
  const child = await add(contractId, details({ phoneNumber: told.phoneNumber }), own);
  for (const plan of [gold, life]) await give(own, plan);
  await give(child, gold);
  const { govtId } = await stateOf(own);
  expect(decrypt(String(govtId), { table: "member", column: "govt_id", row: own })).toBe("AFZPK7190K");
  const { id } = await newUser({ phoneNumber: String(told.phoneNumber) });
  const { tables } = await exportPerson({ ...rights, id, actorId: id, caller });
  expect(JSON.stringify(tables)).not.toMatch(/AFZPK7190K|g1\./);
  expect(tables.member).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: own, dob: "1988-04-12", govt_id_last_four: "190K" })]),
  );
  expect([tables.member_subscription?.length, tables.activation_log?.length]).toEqual([3, 3]);

  const actor = await newUser({});
  const { erased } = await eraseSomebody({ ...rights, id, actorId: actor.id, caller });
  expect(erased).toMatchObject({ member: 2, user: 1 });
  for (const one of [own, child]) {
    const { state, erasedAt, name, dob, govtIdLastFour } = await stateOf(one);
    expect([state, erasedAt === null, name, dob, govtIdLastFour]).toEqual(["deactivated", false, null, null, null]);
  }
  const left = await system(tx => tx.memberSubscription.findMany({ where: { memberId: { in: [own, child] } } }));
  expect(left.map(one => one.endedBecause)).toEqual(["deactivated", "deactivated", "deactivated"]);
  const plans = await system(tx => tx.planSubscription.findMany({ where: { parentSubscriptionId: contractId } }));
  expect(plans.map(({ seatsTaken }) => seatsTaken)).toEqual(plans.map(() => 0));
  const refused = await give(own, gold).catch(error => error);
  expect(refused).toMatchObject({ code: "invalid_input" });
  expect(refused.errors).toEqual(expect.arrayContaining([expect.objectContaining({ code: "erased" })]));
  // The number is free for somebody new, and the last seat too.
  await give(await add(contractId, told), life);
});

test("G8: who is activated while they are erased has nothing that goes on", async () => {
  const { contractId, gold } = await newContract();
  const told = details();
  const own = await add(contractId, told);
  const [{ id }, actor] = [await newUser({ phoneNumber: String(told.phoneNumber) }), await newUser({})];
  const waiting = (count: number) =>
    withConnection(env.databaseUrl, async client => {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return (rowCount ?? 0) >= count;
    });
  const until = (count: number) => vi.waitUntil(() => waiting(count), { timeout: 3000 });
  // Both wait for the row: the activation came first.
  const both = await system(async tx => {
    await tx.$executeRaw`SELECT FROM member WHERE id = ${own} FOR UPDATE`;
    const activation = give(own, gold).catch(error => error.code);
    await until(1);
    const erasure = eraseSomebody({ ...rights, id, actorId: actor.id, caller });
    await until(2);
    return { activation, erasure };
  });
  const [activated] = await Promise.all([both.activation, both.erasure]);
  expect(activated).toMatchObject({ state: "activated" });
  const going = await system(tx => tx.memberSubscription.count({ where: { memberId: own, endedAt: null } }));
  expect([going, (await stateOf(own)).state]).toEqual([0, "deactivated"]);
});
