import { beforeAll, expect, test } from "vitest";
import { factsOf } from "@/lib/platform/audit/view";
import { decrypt } from "@/lib/platform/crypto";
import { Prisma, statement, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { AppError } from "@/lib/platform/errors";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { withConnection } from "@/lib/platform/testing/database";
import { ask, newContract, newMember, newPerson, proofs } from "@/lib/platform/testing/new-member";
import { createMember } from "./service/add-member";
import { saveMember } from "./service/change-member";

const us = { actor: { kind: "system" } } as const;
let contract: Awaited<ReturnType<typeof newContract<"papers" | "gold">>>;
beforeAll(async () => {
  contract = await newContract({ papers: { requiresKyc: true }, gold: {} });
});

const refusals = (ended: PromiseSettledResult<unknown>[]) =>
  ended.flatMap(end => (end.status === "rejected" ? [end.reason as AppError] : []));

test("bar 102: however a number or an address is spelled, at the same time too, it is one member of a contract", async () => {
  const phones = [
    "+919845099999",
    "00919845099999",
    "+91 98450 99999",
    "(+91) 98450-99999",
    "＋９１９８４５０９９９９９",
    "98450 99999",
  ];
  const emails = ["zoe@example.com", "ZOE@example.com", " Zoe@EXAMPLE.com ", "zoe@Example.COM"];
  const names = ["Zoë Iyer", "Zoe\u0308 Iyer", "ZOË IYER", "zoë iyer"];
  const person = { ...newPerson(), emailId: null, phoneNumber: null };
  const primaryMemberId = await newMember(contract.id);
  const rush = (details: object[], more: object = {}) => {
    const make = (told: object) => ({ parentSubscriptionId: contract.id, details: { ...person, ...told }, ...more });
    return Promise.allSettled(details.map(told => createMember({ ...us, region: "IN" }, make(told))));
  };
  const byPhone = await rush(phones.map(phoneNumber => ({ phoneNumber })));
  const byEmail = await rush(emails.map(emailId => ({ emailId })));
  const child = { relation: "child", primaryMemberId };
  const byName = await rush(
    names.map(name => ({ name })),
    child,
  );
  for (const [ended, field] of [
    [byPhone, "phoneNumber"],
    [byEmail, "emailId"],
    [byName, "name"],
  ] as const) {
    const refused = refusals(ended);
    expect(refused.length, field).toBe(ended.length - 1);
    for (const one of refused) expect(one).toMatchObject({ status: 422, errors: [{ field, code: "taken" }] });
  }
  const where = { OR: [{ phoneNumber: "+919845099999" }, { email: "zoe@example.com" }, { primaryMemberId }] };
  expect(await transaction("system", tx => tx.member.count({ where }))).toBe(3);
});

test("bar 103: of two admins who change one member at once the second is told both versions; what is named changes, and null takes away", async () => {
  const id = await newMember(contract.id);
  const by = (user: number) => ({ actor: { kind: "user", id: user } }) as const;
  const ended = await Promise.allSettled([
    saveMember(by(1), { id, version: 0, details: { name: "Meera One", city: "Pune" } }),
    saveMember(by(2), { id, version: 0, details: { name: "Meera Two", city: "Goa" } }),
  ]);
  const [refused, ...more] = refusals(ended);
  expect(more).toEqual([]);
  expect(refused).toMatchObject({ code: "version_conflict", status: 409, data: { version: 0, currentVersion: 1 } });
  expect(await saveMember(by(2), { id, version: 1, details: { city: null } })).toEqual({ version: 2 });
  const member = await transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id } }));
  expect(member).toMatchObject({
    name: expect.stringMatching(/^Meera (One|Two)$/),
    city: null,
    gender: "F",
    version: 2,
  });
  const audits = await transaction("system", tx =>
    tx.auditEntry.findMany({ where: { action: "member.changed", subjectId: String(id) }, orderBy: { id: "asc" } }),
  );
  const name = { from: "M••• I•••", to: expect.stringMatching(/^M••• [OT]•••$/) };
  expect(audits.map(({ detail }) => detail)).toEqual([
    { fields: ["name", "city"], changes: { name, city: { from: null, to: "•••" } } },
    { fields: ["city"], changes: { city: { from: "•••", to: null } } },
  ]);
  const [first, second] = audits.map(({ detail }) => factsOf(detail, { isMasked: true }));
  const hidden = (field: string, value = "•••") => ({ name: `changes.${field}`, before: "•••", value });
  expect(first, "an operator").toEqual(expect.arrayContaining([hidden("name"), { ...hidden("city"), before: "–" }]));
  expect(second).toContainEqual(hidden("city", "–"));
  const other = await newMember(contract.id);
  const taken = await saveMember(by(1), { id: other, details: { emailId: member.email?.toUpperCase() } }).catch(
    (thrown: unknown) => thrown,
  );
  expect(taken).toMatchObject({ status: 422, errors: [{ field: "emailId", code: "taken" }] });
});

const onboardingOf = (memberId: number) =>
  transaction("system", async tx => {
    const { status, endedAt, steps } = await getOnboarding(tx, "member", memberId);
    return [status, endedAt ? "ended" : "open", ...steps.map(({ step, state }) => `${step} ${state}`)];
  });

test("003: an onboarding goes along with what is told of its member, with the plan they get and with its end", async () => {
  const id = await newMember(contract.id, { details: { ...newPerson(), name: undefined } });
  const rest = ["identity pending", "activation pending"];
  const open = ["pending", "open", "details pending", ...rest];
  expect(await onboardingOf(id)).toEqual(open);
  await saveMember(us, { id, details: { name: "Meera Iyer" } });
  const told = ["pending", "open", "details done", ...rest];
  expect(await onboardingOf(id)).toEqual(told);
  expect(await onboardingOf(await newMember(contract.id)), "who was told whole").toEqual(told);
  await saveMember(us, { id, details: { gender: null } });
  expect(await onboardingOf(id)).toEqual(open);
  await saveMember(us, { id, details: { gender: "F" } });
  await ask(id, contract.plans.gold, proofs.direct);
  const aboard = ["complete", "ended", "details done", "identity done", "activation done"];
  expect(await onboardingOf(id)).toEqual(aboard);
});

const govtId = "2345 6789 0124";
const plainId = "234567890124";
/** The tables that hold a piece of text anywhere, whoever may read them. */
const holding = (text: string) =>
  withConnection(env.databaseUrl, async client => {
    const { rows: tables } = await client.query<{ name: string; ours: boolean }>(`
      SELECT format('%I.%I', schemaname, tablename) AS name, has_table_privilege('gangway_system', format('%I.%I', schemaname, tablename), 'SELECT') AS ours
      FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`);
    const found: string[] = [];
    for (const { name, ours } of tables) {
      await client.query(ours ? "SET ROLE gangway_system" : "RESET ROLE");
      const sql = `SELECT FROM ${name} t WHERE strpos(to_jsonb(t)::text, $1) > 0 LIMIT 1`;
      if ((await client.query(sql, [text])).rowCount) found.push(name);
    }
    return found;
  });

test("E30: a government id is closed for its row, of which the last four stay; no log, audit or decision has it", async () => {
  const papers = { govtIdName: "aadhar", govtIdValue: govtId } as const;
  const home = { addrLine: "14, Lavelle Road", city: "Bengaluru", pincode: "560001" };
  const nomineeDetails = { name: "Kiran Iyer", relation: "son", age: 11 };
  const id = await newMember(contract.id, { details: { ...newPerson(), ...papers, ...home, nomineeDetails } });
  await saveMember(us, {
    id,
    details: {
      ...papers,
      addrLine: "15, Lavelle Road",
      nomineeDetails: { ...nomineeDetails, age: 12 },
      dob: "1991-01-31",
    },
  });
  await ask(id, contract.plans.papers, proofs.direct, { dryRun: true });
  await ask(id, contract.plans.papers, proofs.direct);
  const [row] = await statement<{ govtId: string; lastFour: string }>(
    Prisma.sql`SELECT govt_id AS "govtId", govt_id_last_four AS "lastFour" FROM member WHERE id = ${id}`,
  );
  const context = { table: "member", column: "govt_id", row: id };
  expect(row?.lastFour).toBe("0124");
  expect(decrypt(row?.govtId ?? "", context)).toBe(plainId);
  expect(() => decrypt(row?.govtId ?? "", { ...context, row: id + 1 })).toThrow();
  expect(await holding(plainId)).toEqual([]);
  expect(await holding(govtId)).toEqual([]);
  expect(await holding("0124"), "so the search finds what is there").toContain("public.member");
  for (const told of ["Kiran Iyer", "Lavelle Road"])
    expect(await holding(told), "and what else was told or changed is in no record either").toEqual(["public.member"]);
});
