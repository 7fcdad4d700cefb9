import { beforeEach, expect, inject, test } from "vitest";
import { type AuditFact, audit } from "../audit";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { withConnection } from "../testing/database";
import { ScriptProcess } from "../testing/script-process";
import { hashLink } from "./chain";
import { getChecks, listEntries } from "./queries";
import { nudgeOpenChecks, orderCheck, runCheck } from "./service";
import { hasLink, verifyTrail } from "./verify";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const write = (action: AuditFact["action"], detail: Record<string, unknown> = {}, agent?: string) =>
  system(tx => audit(tx, { action, actor: { kind: "system" }, subject: { kind: "user", id: 7 }, detail, agent }));
// The product's roles may not change the trail: only who owns the database can.
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
const ids = () => system(tx => tx.auditEntry.findMany({ orderBy: { id: "asc" }, select: { id: true, hash: true } }));

beforeEach(async () => {
  expect(inject("serverUrl")).not.toBe(env.databaseUrl);
  await asOwner("TRUNCATE audit_entry, audit_head, audit_check");
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
  const fact = (by: number, at: number) => ({
    action: `test.${by}.${at}` as const,
    actor: { kind: "system" as const },
  });
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
  const facts = Array.from({ length: 17 }, () => ({
    action: "test.many" as const,
    actor: { kind: "system" as const },
  }));
  await system(async tx => {
    for (let i = 0; i < 59; i++) await audit(tx, ...facts);
  });
  expect(await verifyTrail()).toMatchObject({ count: 1003, broken: null });
});

const actor = { id: 7 };
const order = { actor, caller: { address: "::1", agent: "test" } };
const never = new AbortController().signal;

/** What the command says and what the button's job finds; both walk the same way, and none has seen the trail before. */
async function found() {
  const { broken, count } = await verifyTrail();
  const { running } = await orderCheck(order);
  await runCheck(running?.id ?? 0, never);
  const { last } = await getChecks();
  expect(last, "the button finds what the command finds").toMatchObject({
    verdict: broken?.why ?? "whole",
    brokenId: broken?.id ?? null,
  });
  return { broken, count };
}

/** A trail of five, as it is after `meddle`, and as it was. */
async function meddled(meddle: (ids: number[]) => Promise<unknown>) {
  await asOwner("TRUNCATE audit_entry, audit_head, audit_check");
  for (let i = 0; i < 5; i++) await write("test.written", { i });
  const all = (await ids()).map(({ id }) => id);
  await meddle(all);
  return all as [number, number, number, number, number];
}

const copied = (id: number, as: number, changes: string) =>
  asOwner(`
    INSERT INTO audit_entry (id, at, action, actor_kind, subject_kind, subject_id, detail, previous_hash, hash)
    SELECT ${as}, at, 'test.forged', actor_kind, subject_kind, subject_id, detail, ${changes} FROM audit_entry WHERE id = ${id}`);
const makeRoom = (id: number) =>
  asOwner(`
    UPDATE audit_entry SET id = id + 100 WHERE id > ${id};
    UPDATE audit_head SET entry_id = entry_id + 100;
    SELECT setval('audit_entry_id_seq', max(id)) FROM audit_entry`);

test("F20: one changed entry is found and named, by the command and by the button: its text, its own hash with it, the very last", async () => {
  const third = await meddled(([, , id]) => asOwner(`UPDATE audit_entry SET detail = '{"i": 9}' WHERE id = ${id}`));
  expect((await found()).broken).toEqual({ id: third[2], why: "changed" });
  // Who knows how hashes are made still cannot change the next entry's.
  const rehashed = await meddled(([, , id]) => rehash(id ?? 0));
  expect((await found()).broken).toEqual({ id: rehashed[2], why: "changed" });
  const last = await meddled(([, , , , id]) => rehash(id ?? 0));
  expect((await found()).broken).toEqual({ id: last[4], why: "changed" });
});

async function rehash(id: number) {
  await asOwner(`UPDATE audit_entry SET action = 'test.rewritten' WHERE id = ${id}`);
  const entry = await system(tx => tx.auditEntry.findUniqueOrThrow({ where: { id } }));
  await asOwner(`UPDATE audit_entry SET hash = '${hashLink(entry)}' WHERE id = ${id}`);
}

test("F20: a removed entry is found: from the middle, the first, the very last, and the last although more was written since", async () => {
  const middle = await meddled(([, id]) => asOwner(`DELETE FROM audit_entry WHERE id = ${id}`));
  expect((await found()).broken).toEqual({ id: middle[2], why: "deleted" });
  const first = await meddled(([id]) => asOwner(`DELETE FROM audit_entry WHERE id = ${id}`));
  expect((await found()).broken).toEqual({ id: first[1], why: "deleted" });
  const last = await meddled(([, , , , id]) => asOwner(`DELETE FROM audit_entry WHERE id = ${id}`));
  expect(await verifyTrail(), "nobody had looked before").toMatchObject({ broken: { id: last[4], why: "deleted" } });
  await write("test.later");
  const [, , , , later] = await ids();
  expect((await found()).broken).toEqual({ id: later?.id, why: "deleted" });
  await meddled(() => asOwner("DELETE FROM audit_entry"));
  expect((await verifyTrail()).broken, "all of them").toMatchObject({ why: "deleted" });
});

test("F20: an entry that somebody put in is found: with a hash of nothing, with a good one, and at the end past the database's own note", async () => {
  const forged = (hash: string) => async (all: number[]) => {
    await makeRoom(all[1] ?? 0);
    await copied(all[1] ?? 0, (all[1] ?? 0) + 7, `hash, '${hash}'`);
    return (all[1] ?? 0) + 7;
  };
  const odd = await meddled(forged("0".repeat(64)));
  expect((await found()).broken).toEqual({ id: odd[1] + 7, why: "inserted" });
  const good = await meddled(async all => rehash(await forged("1".repeat(64))(all)));
  expect((await found()).broken).toEqual({ id: good[1] + 7, why: "inserted" });
  const atEnd = await meddled(async ([, , , , id]) => {
    await asOwner("ALTER TABLE audit_entry DISABLE TRIGGER note_audit_head");
    await copied(id ?? 0, (id ?? 0) + 1000, "hash, repeat('2', 64)");
    await rehash((id ?? 0) + 1000);
    await asOwner("ALTER TABLE audit_entry ENABLE TRIGGER note_audit_head");
  });
  expect((await verifyTrail()).broken).toEqual({ id: atEnd[4] + 1000, why: "inserted" });
  await meddled(async () => undefined);
  expect(await found()).toMatchObject({ broken: null });
});

test("the command names what it finds and ends with 1; a whole trail ends with 0", async () => {
  const all = await meddled(([, , , , id]) => asOwner(`DELETE FROM audit_entry WHERE id = ${id}`));
  const command = () => new ScriptProcess("audit-verify", {}).ended;
  expect(await command()).toEqual({ status: 1, output: expect.stringContaining(`entry ${all[4]} itself`) });
  await meddled(async () => undefined);
  expect(await command()).toMatchObject({ status: 0 });
});

test("the button: one walk however often it is pressed, by any number of workers, told in the trail, and its result is kept", async () => {
  const facts = Array.from({ length: 17 }, () => ({
    action: "test.many" as const,
    actor: { kind: "system" as const },
  }));
  await system(async tx => {
    for (let i = 0; i < 250; i++) await audit(tx, ...facts);
  });
  const ordered = await Promise.all(Array.from({ length: 5 }, () => orderCheck(order)));
  expect(new Set(ordered.map(({ running }) => running?.id)).size).toBe(1);
  const id = ordered[0]?.running?.id ?? 0;
  const stopped = AbortSignal.abort();
  await expect(runCheck(id, stopped), "a worker that is told to stop leaves the rest to the next").rejects.toThrow();
  expect((await getChecks()).running).toMatchObject({ checked: 2000, total: 4251 });
  expect(await system(nudgeOpenChecks)).toBe(1);
  await Promise.all([runCheck(id, never), runCheck(id, never), runCheck(id, never)]);
  expect(await getChecks()).toMatchObject({ running: null, last: { id, verdict: "whole", checked: 4251 } });
  expect(await system(tx => tx.auditEntry.count({ where: { action: "audit.check_ordered" } }))).toBe(1);
  expect(await system(nudgeOpenChecks)).toBe(0);
});

test("an end that was cut off is also seen by whoever noted the newest hash elsewhere", async () => {
  for (let i = 0; i < 3; i++) await write("test.written", { i });
  const { head } = await verifyTrail();
  expect(await hasLink(head?.hash ?? "")).toBe(true);
  await asOwner(`DELETE FROM audit_entry WHERE id = ${head?.id}`);
  expect(await hasLink(head?.hash ?? "")).toBe(false);
});

test("the product itself cannot change the trail", async () => {
  await write("test.written");
  await expect(system(tx => tx.$executeRaw`UPDATE audit_entry SET action = 'x'`)).rejects.toThrow("permission denied");
  await expect(system(tx => tx.$executeRaw`DELETE FROM audit_entry`)).rejects.toThrow("permission denied");
  await expect(system(tx => tx.$executeRaw`UPDATE audit_head SET hash = ''`)).rejects.toThrow("permission denied");
  await expect(system(tx => tx.$executeRaw`DELETE FROM audit_head`)).rejects.toThrow("permission denied");
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
