import { beforeEach, expect, inject, test } from "vitest";
import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { withConnection } from "../testing/database";
import { listEntries } from "./queries";
import { hasLink, verifyTrail } from "./verify";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const write = (action: string, detail: Record<string, unknown> = {}, agent?: string) =>
  system(tx => audit(tx, { action, actor: { kind: "system" }, subject: { kind: "user", id: 7 }, detail, agent }));
// The product's roles may not change the trail: only who owns the database can.
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
const ids = () => system(tx => tx.auditEntry.findMany({ orderBy: { id: "asc" }, select: { id: true, hash: true } }));

beforeEach(async () => {
  expect(inject("serverUrl")).not.toBe(env.databaseUrl);
  await asOwner("TRUNCATE audit_entry");
});

test("a trail that twenty wrote at once is whole from its first entry", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => write("test.written", { i, nested: { b: [1.5, null], a: "é" } })),
  );
  const verdict = await verifyTrail();
  expect(verdict).toMatchObject({ count: 20, broken: null });
  expect(verdict.head).toEqual((await ids()).at(-1));
});

test("what several wrote at once, each some rows together, is whole, and the rows of each stand together in their order", async () => {
  const fact = (by: number, at: number) => ({ action: `test.${by}.${at}`, actor: { kind: "system" as const } });
  await Promise.all(
    Array.from({ length: 10 }, (_, by) => system(tx => audit(tx, fact(by, 1), fact(by, 2), fact(by, 3)))),
  );
  await system(tx => audit(tx));
  expect(await verifyTrail()).toMatchObject({ count: 30, broken: null });
  const entries = await system(tx => tx.auditEntry.findMany({ orderBy: { id: "asc" }, select: { action: true } }));
  const told = entries.map(({ action }) => action);
  const firsts = told.filter((_, at) => at % 3 === 0);
  expect(told).toEqual(firsts.flatMap(first => [1, 2, 3].map(at => first.replace(/[0-9]$/, String(at)))));
});

test("more than a batch is walked to its end", async () => {
  const facts = Array.from({ length: 17 }, () => ({ action: "test.many", actor: { kind: "system" as const } }));
  await system(async tx => {
    for (let i = 0; i < 59; i++) await audit(tx, ...facts);
  });
  expect(await verifyTrail()).toMatchObject({ count: 1003, broken: null });
});

test("a changed, a removed and an inserted entry are found and named", async () => {
  for (let i = 0; i < 5; i++) await write("test.written", { i });
  const [first, second, third, fourth] = await ids();
  await asOwner(`UPDATE audit_entry SET detail = '{"i": 9}' WHERE id = ${third?.id}`);
  expect((await verifyTrail()).broken).toEqual({ id: third?.id, why: "changed" });
  await asOwner(`UPDATE audit_entry SET detail = '{"i": 2}' WHERE id = ${third?.id}`);
  expect((await verifyTrail()).broken).toBeNull();
  await asOwner(`DELETE FROM audit_entry WHERE id = ${second?.id}`);
  expect((await verifyTrail()).broken).toEqual({ id: third?.id, why: "torn" });
  await asOwner(`DELETE FROM audit_entry WHERE id IN (${first?.id}, ${third?.id})`);
  expect((await verifyTrail()).broken).toEqual({ id: fourth?.id, why: "torn" });
});

test("an end that was cut off is seen by whoever noted the newest hash", async () => {
  for (let i = 0; i < 3; i++) await write("test.written", { i });
  const { head } = await verifyTrail();
  expect(await hasLink(head?.hash ?? "")).toBe(true);
  await asOwner(`DELETE FROM audit_entry WHERE id = ${head?.id}`);
  expect((await verifyTrail()).broken).toBeNull();
  expect(await hasLink(head?.hash ?? "")).toBe(false);
});

test("the product itself cannot change the trail", async () => {
  await write("test.written");
  await expect(system(tx => tx.$executeRaw`UPDATE audit_entry SET action = 'x'`)).rejects.toThrow("permission denied");
  await expect(system(tx => tx.$executeRaw`DELETE FROM audit_entry`)).rejects.toThrow("permission denied");
});

test("nobody writes a line of their own into the trail (bar 21)", async () => {
  const forged = "Mozilla\r\n2026-01-01 admin signed in\u2028\u0000\u202e\ud800";
  await write("test.written", { reason: forged, deep: [{ text: forged }] }, forged);
  const { items } = await listEntries({});
  expect(JSON.stringify(items)).not.toMatch(/\\[rnu]|[\u2028\u202e]/);
  expect(items[0]?.agent).toMatch(/^Mozilla {2}2026-01-01 admin signed in/);
  expect((await verifyTrail()).broken).toBeNull();
});

test("entries are listed newest first, by subject, actor and action, page by page", async () => {
  for (let i = 0; i < 3; i++) await write("test.one", { i });
  await write("test.two");
  const page = await listEntries({ subject: { kind: "user", id: 7 }, limit: 2 });
  expect(page.items.map(({ action }) => action)).toEqual(["test.two", "test.one"]);
  const rest = await listEntries({ subject: { kind: "user", id: 7 }, limit: 2, before: page.nextCursor ?? 0 });
  expect(rest).toMatchObject({ items: [{ detail: { i: 1 } }, { detail: { i: 0 } }], nextCursor: null });
  expect((await listEntries({ action: "test.two" })).items).toHaveLength(1);
  expect((await listEntries({ actor: { kind: "user", id: 7 } })).items).toEqual([]);
});
