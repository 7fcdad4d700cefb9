import { expect, test } from "vitest";
import { type AuditFact, audit } from "../audit";
import { Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { withTrace } from "../outbound/trace";
import { withConnection } from "../testing/database";
import { listActions, searchTrail, selectEntries, walkEntries } from "./queries";
import { AuditExport, AuditSearch, factsOfAudit, readAuditSearch } from "./schema";
import { exportTrail } from "./service";
import { factsOf } from "./view";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const admin = { id: 1, roles: [{ role: "admin" as const, storeId: null }] };
const operator = { id: 2, roles: [{ role: "operator" as const, storeId: null }] };
const write = (...facts: AuditFact[]) => system(tx => audit(tx, ...facts));
const search = (given: object = {}) => AuditSearch.parse(given);

test("F19: entries are found by action, actor, subject, support code and day, page by page, newest first, with the onboarding of whom they tell", async () => {
  const person = await system(tx =>
    tx.user.create({ data: { phoneNumber: "+352621990001", name: "Clara Weber" }, select: { id: true } }),
  );
  const actor = { kind: "user" as const, id: person.id };
  await withTrace("req_desk1", () =>
    write(
      {
        action: "test.changed",
        actor,
        subject: { kind: "store", id: 77 },
        detail: { from: "a", to: "b" },
        address: "::1",
      },
      { action: "test.seen", actor, subject: { kind: "store", id: 78 } },
    ),
  );
  await write({ action: "test.seen", actor: { kind: "system" } });
  const idsOf = async (given: object) => (await searchTrail(admin, search(given))).items.map(({ action }) => action);
  expect(await idsOf({ trace: "req_desk1" })).toEqual(["test.seen", "test.changed"]);
  expect(await idsOf({ action: "test.changed" })).toEqual(["test.changed"]);
  expect(await idsOf({ actorKind: "user", actorId: String(person.id) })).toHaveLength(2);
  expect(await idsOf({ subjectKind: "store", subjectId: "77" })).toEqual(["test.changed"]);
  expect(await idsOf({ actorKind: "system", action: "test.seen" })).toHaveLength(1);
  const today = new Date().toISOString().slice(0, 10);
  expect(await idsOf({ from: today, to: today, trace: "req_desk1" })).toHaveLength(2);
  expect(await idsOf({ from: "2199-01-01" })).toEqual([]);
  expect(await idsOf({ to: "1999-01-01" })).toEqual([]);
  const first = await searchTrail(admin, search({ trace: "req_desk1", limit: 1 }));
  expect(first).toMatchObject({ items: [{ trace: "req_desk1", onboardingId: null, actor: { name: "Clara Weber" } }] });
  const rest = await searchTrail(admin, search({ trace: "req_desk1", limit: 1, cursor: first.nextCursor }));
  expect(rest).toMatchObject({
    items: [{ action: "test.changed", facts: [{ name: "", before: "a", value: "b" }], address: "::1" }],
    nextCursor: null,
  });
  expect((await searchTrail(operator, search({ trace: "req_desk1" }))).items).toMatchObject([
    { actor: { name: "C••• W•••" }, address: null },
    { facts: [{ before: "a", value: "b" }], address: null, agent: null },
  ]);
  expect(await listActions()).toEqual(expect.arrayContaining(["test.changed", "test.seen"]));
});

test("what an entry tells is read by name: what changed beside what it was, no secret to anybody, no words of people to operators", () => {
  const detail = {
    reason: "asked by Clara",
    clientSecret: "s3cret",
    code: "123456",
    isSecretReplaced: true,
    rows: 3,
    settings: { before: { minutes: 5, name: "Clara", same: 1 }, after: { minutes: 10, name: "Klara", same: 1 } },
    cells: [{ role: "viewer", note: "for Clara" }],
    fields: ["email", "name"],
  };
  expect(factsOf(detail, { isMasked: false })).toEqual([
    { name: "reason", before: null, value: "asked by Clara" },
    { name: "clientSecret", before: null, value: "•••" },
    { name: "code", before: null, value: "•••" },
    { name: "isSecretReplaced", before: null, value: "true" },
    { name: "rows", before: null, value: "3" },
    { name: "settings.minutes", before: "5", value: "10" },
    { name: "settings.name", before: "Clara", value: "Klara" },
    { name: "cells.1.role", before: null, value: "viewer" },
    { name: "cells.1.note", before: null, value: "for Clara" },
    { name: "fields", before: null, value: "email, name" },
  ]);
  const masked = factsOf({ ...detail, deep: { a: { b: { c: { d: { who: "Clara" } } } } } }, { isMasked: true });
  expect(JSON.stringify(masked)).not.toMatch(/Clara|Klara|s3cret|123456/);
  expect(masked).toContainEqual({ name: "fields", before: null, value: "email, name" });
});

test("what an address asks that makes no sense is not asked, and what is asked stands in the address again", () => {
  const facts = { action: "store.verified", subject_kind: "store", subject_id: "7", from: "2026-11-01" };
  expect(factsOfAudit(readAuditSearch({ ...facts, cursor: "12" }))).toEqual(facts);
  const odd = {
    action: "DROP",
    actor_kind: "user",
    subject_id: "7",
    trace: "a b",
    from: "yesterday",
    cursor: "x",
    to: "\0",
  };
  expect(factsOfAudit(readAuditSearch(odd))).toEqual({});
  expect(AuditSearch.safeParse({ actorKind: "user" }).error?.issues).toMatchObject([{ path: ["actorId"] }]);
  expect(AuditExport.safeParse({ subjectId: "7", actorId: "1" }).error?.issues).toMatchObject([
    { path: ["actorKind"] },
    { path: ["subjectKind"] },
  ]);
});

test("a download is in the trail with what was looked for, holds what the reader may see, and no cell is a formula", async () => {
  await write({
    action: "test.formula",
    actor: { kind: "system" },
    detail: { reason: "x", rule: "=cmd()" },
    address: "=1+1",
  });
  const linesOf = async (reader: typeof admin | typeof operator) => {
    const { lines, name } = await exportTrail(reader, AuditExport.parse({ action: "test.formula" }), {
      address: "::1",
      agent: "test",
    });
    expect(name).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
    const all: (readonly string[])[] = [];
    for await (const line of lines) all.push(line);
    return all;
  };
  expect((await linesOf(admin))[1]).toEqual(
    expect.arrayContaining(["test.formula", "rule: =cmd(); reason: x", "=1+1"]),
  );
  const [, masked] = await linesOf(operator);
  expect(masked).toEqual(expect.arrayContaining(["rule: •••; reason: •••", ""]));
  const trail = await system(tx => tx.auditEntry.findMany({ where: { action: "audit.exported" } }));
  expect(trail).toMatchObject([{ actorId: "1", detail: { filter: { action: "test.formula" } } }, { actorId: "2" }]);
});

test("every way of asking follows an index, also among many entries, and a download walks them all", async () => {
  const scale = 8000;
  await system(async tx => {
    await tx.$executeRaw`
      INSERT INTO audit_entry (at, action, actor_kind, actor_id, subject_kind, subject_id, detail, trace, previous_hash, hash)
      SELECT now() - make_interval(mins => (${scale}::int - n) * 12), 'many.a' || n % 40, CASE WHEN n % 3 = 0 THEN 'system' ELSE 'user' END,
        CASE WHEN n % 3 = 0 THEN NULL ELSE (n % 500)::text END, 'store', (n % 900)::text, '{}', 'req_' || n / 3, 'p' || n, 'h' || n
      FROM generate_series(1, ${scale}::int) AS n`;
  });
  await withConnection(env.databaseUrl, client => client.query("ANALYZE audit_entry"));
  const day = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
  const ways = [
    {},
    { action: "many.a7" },
    { actorKind: "user", actorId: "7" },
    { subjectKind: "store", subjectId: "7" },
    { trace: "req_9" },
    { from: day, to: day },
    { from: day, to: day, action: "many.a7" },
    { from: "2001-01-01", to: "2001-01-02" },
  ];
  for (const way of ways) {
    const plan = await system(async tx => {
      const rows = await tx.$queryRaw<{ "QUERY PLAN": string }[]>(
        Prisma.sql`EXPLAIN (ANALYZE, TIMING OFF) ${selectEntries(AuditExport.parse(way), undefined, 26)}`,
      );
      return rows.map(row => row["QUERY PLAN"]).join("\n");
    });
    expect(plan, JSON.stringify(way)).not.toMatch(/Seq Scan/);
    const removed = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, count]) => Number(count));
    expect(Math.max(0, ...removed), `${JSON.stringify(way)}\n${plan}`).toBeLessThan(1500);
  }
  const found = await searchTrail(admin, search({ from: day, to: day, limit: 100 }));
  expect(found.items.every(({ at }) => at.startsWith(day))).toBe(true);
  let count = 0;
  for await (const entry of walkEntries(admin, AuditExport.parse({ action: "many.a7" }), 150))
    count += entry.id > 0 ? 1 : 0;
  expect(count).toBe(150);
});
