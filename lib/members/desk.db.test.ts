import { beforeAll, expect, test } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { newContract, type TestContract } from "@/lib/platform/testing/new-contract";
import { newMember, newPerson, refusalOf } from "@/lib/platform/testing/new-member";
import { listAttempts } from "./queries/attempts";
import { findMember } from "./queries/member-page";
import { listMembers, selectMembers, type Viewer } from "./queries/members";
import type { MemberSearch } from "./schema/search";
import type { MemberChange } from "./schema/staff";
import { changeByStaff } from "./service/change-by-staff";

const admin: Viewer = { roles: [{ role: "admin", storeId: null }] };
const operator: Viewer = { roles: [{ role: "operator", storeId: null }] };
const many = 3_000;
const search = (more: Partial<MemberSearch>): MemberSearch => ({ limit: 25, ...more });

let ours: TestContract;
let others: TestContract;
let ada: number;

beforeAll(async () => {
  [ours, others] = [await newContract(), await newContract()];
  const made = await transaction("system", async tx => {
    await tx.$executeRaw`
      INSERT INTO member (parent_subscription_id, name, phone_number, email, state, created_at, updated_at)
      SELECT ${others.contractId}, 'Somebody ' || n, '+35262' || (1000000 + n), 'n' || n || '@example.com',
        CASE WHEN n % 500 = 0 THEN 'expired' ELSE 'draft' END::"MemberState", now(), now() FROM generate_series(1, ${many}) n`;
    const [row] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO member (parent_subscription_id, name, phone_number, email, dob, joined_on, gender, pincode, addr_line, state, created_at, updated_at)
      VALUES (${ours.contractId}, 'Ada 100%_Lovelace', '+14155550199', 'ada@example.com', '1990-12-10', '2020-01-31', 'F', '560001', '1 Row', 'activated', now(), now())
      RETURNING id`;
    await tx.$executeRaw`
      INSERT INTO member_subscription (id, member_id, plan_subscription_id, core_offering, started_at, door)
      VALUES ('ms_' || ${row?.id}::text || '_desktest', ${row?.id}, ${ours.gold}, 'health', now(), 'admin')`;
    return row?.id ?? 0;
  });
  ada = made;
  await transaction("system", tx => tx.$executeRaw`ANALYZE member`);
});

const found = async (viewer: Viewer, more: Partial<MemberSearch>) =>
  (await listMembers(viewer, search(more))).items.map(({ id }) => id);

test("E22: a member is found by the beginning of the name, the last digits, the address, state, employer and plan, and a sign of LIKE is a letter", async () => {
  const employer = String((await listMembers(admin, search({ q: "ada@example.com" }))).items[0]?.employer.id);
  const ways: Partial<MemberSearch>[] = [
    ...[{ q: "ADA 100%_" }, { q: "550199" }, { q: "415 555 0199" }, { q: "+1 415 555 0199" }, { q: "Ada@Example.com" }],
    ...[{ plan: ours.gold }, { employer }, { employer, plan: ours.gold, state: "activated" as const }],
  ];
  for (const way of ways) expect(await found(admin, way), JSON.stringify(way)).toEqual([ada]);
  for (const way of [{ q: "Ada 1%" }, { q: "199" }, { plan: ours.silver }, { employer, state: "draft" as const }])
    expect(await found(admin, way), JSON.stringify(way)).toEqual([]);
});

test("bar 26: an operator finds by whole numbers and addresses only, and reads nothing by which somebody is known", async () => {
  for (const q of ["Ada", "0199"]) expect(await found(operator, { q }), q).toEqual([]);
  for (const q of ["+14155550199", "ada@example.com"]) expect(await found(operator, { q }), q).toEqual([ada]);
  const shown = JSON.stringify([
    await findMember(operator, ada),
    await listMembers(operator, search({ plan: ours.gold })),
  ]);
  for (const value of ["Lovelace", "4155550199", "ada@", "1990-12-10", "2020-01-31", "560001", "1 Row"])
    expect(shown, value).not.toContain(value);
  expect(await findMember(admin, ada)).toMatchObject({ dob: "1990-12-10", joiningDate: "2020-01-31" });
});

test("E22: pages follow each other without a gap or a repeat, also while members come", async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 4; page++) {
    const { items, nextCursor } = await listMembers(admin, search({ state: "draft", cursor, limit: 100 }));
    seen.push(...items.map(({ id }) => id));
    cursor = nextCursor ?? undefined;
    await transaction(
      "system",
      tx => tx.$executeRaw`
      INSERT INTO member (parent_subscription_id, name, created_at, updated_at) VALUES (${others.contractId}, 'New', now(), now())`,
    );
  }
  expect(seen).toHaveLength(400);
  expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
});

test("bar 26: each search follows an index, whatever it looks for", async () => {
  const planOf = async (more: Partial<MemberSearch>) => {
    const rows = await transaction("system", tx =>
      tx.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${selectMembers(search(more), admin)}`),
    );
    return rows.map(row => row["QUERY PLAN"]).join("\n");
  };
  expect(await planOf({ q: "ada" })).toMatch(/member_name_prefix/);
  expect(await planOf({ q: "0199" })).toMatch(/member_phone_end/);
  expect(await planOf({ q: "ada@example.com" })).toMatch(/member_email/);
  expect(await planOf({ q: "+14155550199" })).toMatch(/member_phone/);
  expect(await planOf({ state: "expired" })).toMatch(/member_state_id_idx/);
  expect(await planOf({ plan: ours.gold })).not.toMatch(/Seq Scan on member /);
  expect(await planOf({ cursor: "2000" })).toMatch(/member_pkey/);
});

test("E23: the history tells who tried, by which rules, and what came of it; rules that nobody knows any more are left out", async () => {
  const decision = {
    rules: [
      { id: "seat_free", ok: false },
      { id: "gone", ok: true },
    ],
    wouldEnd: null,
  };
  await transaction(
    "system",
    tx => tx.$executeRaw`
    INSERT INTO activation_log (member_id, door, actor_kind, actor_id, event, from_state, code, plan_subscription_id, decision, took_ms, at)
    SELECT ${ada}, 'partner', 'partner', 'nobody', 'partner_call', 'draft', 'invalid_input', ${ours.gold}, ${JSON.stringify(decision)}::jsonb, 7, now()
    FROM generate_series(1, 21)`,
  );
  const { items, nextCursor } = await listAttempts(admin, ada);
  expect(items).toHaveLength(20);
  expect(items[0]).toMatchObject({
    ...{ door: "partner", toState: null, code: "invalid_input", tookMs: 7, rules: [{ id: "seat_free", ok: false }] },
    actor: { kind: "partner", id: "nobody", name: null },
    plan: { id: ours.gold, name: expect.any(String) },
  });
  expect((await listAttempts(admin, ada, nextCursor ?? "")).items).toHaveLength(1);
});

test("E30: a paper or a postcode that is told alone is one of the country whose number the member has", async () => {
  const staff = { actor: { id: 1, ...admin }, caller: { address: "192.0.2.1", agent: "a test" } };
  const change = (id: number, told: MemberChange) => changeByStaff(staff, id, told);
  const faults = async (id: number, told: MemberChange) =>
    (await refusalOf(change(id, told))).errors.map(({ field, code }) => `${field} ${code}`);
  const [indian, other] = [
    await newMember(ours.contractId),
    await newMember(ours.contractId, { details: { ...newPerson(), phoneNumber: "+352621000777" } }),
  ];
  const paper = { govtIdName: "passport", govtIdValue: "ABCDE" } as const;
  expect(await faults(indian, paper)).toEqual(["govtIdValue invalid_format"]);
  expect(await faults(indian, { pincode: "L-1234" })).toEqual(["pincode invalid_format"]);
  expect(await change(indian, { ...paper, govtIdValue: "K1234567", pincode: "411001" })).toMatchObject({
    ...{ pincode: "411001" },
  });
  expect(await change(other, { ...paper, pincode: "L-1234" })).toMatchObject({ pincode: "L-1234" });
  const moved = { ...paper, phoneNumber: "+352621000778", pincode: "L-1234" };
  expect(await change(indian, moved), "a number that comes along").toMatchObject({ phoneNumber: moved.phoneNumber });
});
