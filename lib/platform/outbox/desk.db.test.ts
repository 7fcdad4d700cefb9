import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { deliver } from "../notifications/delivery";
import { nudgeDueMessages } from "../notifications/jobs";
import { enqueueMessage, type NewMessage } from "../notifications/outbox";
import { settle, withdrawMessage } from "../notifications/settle";
import { spend } from "../rate-limit";
import { listenForMail } from "../sandbox/mail-sink";
import { sandboxState } from "../sandbox/server";
import { withConnection } from "../testing/database";
import { root } from "../testing/sources";
import { getMessage, listKinds, listOutbox, selectMessages, selectRetryable } from "./queries";
import { factsOfOutbox, OutboxSearch, readOutboxSearch } from "./schema";
import { retryMessage, retryMessages } from "./service";

const state = sandboxState(0);
const mail = await listenForMail(state, { host: "127.0.0.1", port: 0 });
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${mail.port}`);
afterAll(() => mail.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const by = { actor: { id: 1 }, caller: { address: "::1", agent: "test" } };
const reader = { roles: [{ role: "admin" as const, storeId: null }] };
const operator = { roles: [{ role: "operator" as const, storeId: null }] };
const search = (given: object = {}) => OutboxSearch.parse(given);
let serial = 0;

async function failed(message: Partial<NewMessage> = {}, errorCode = "smtp_554"): Promise<string> {
  const { dedupeKey = `desk.test:${++serial}` } = message;
  const whole: NewMessage = { channel: "email", recipient: "anna@example.com", text: "Hello", ...message, dedupeKey };
  return system(async tx => {
    await enqueueMessage(tx, whole);
    const { id } = await tx.outboxMessage.findUniqueOrThrow({ where: { dedupeKey }, select: { id: true } });
    await tx.outboxMessage.update({
      where: { id },
      data: { state: "failed", errorCode, attempts: 3, nextAttemptAt: null },
    });
    return id;
  });
}

beforeEach(async () => {
  state.calls.clear();
  await system(tx => tx.outboxMessage.deleteMany());
});

test("messages are listed newest first, filtered, without what they say, and whom they went to masked", async () => {
  const old = await failed({ text: "your code is 424242", code: "424242", link: "https://example.com/secret" });
  const sms = await failed({ channel: "sms", recipient: "+352621123456", kind: "desk.sms", tenant: "store:7" });
  const page = await listOutbox(reader, search({ limit: 1 }));
  expect(page.items).toMatchObject([{ id: sms, kind: "desk.sms", recipient: "•••• 3456", tenant: "store:7" }]);
  const next = await listOutbox(reader, search({ limit: 1, cursor: page.nextCursor }));
  expect(next).toMatchObject({ items: [{ id: old, recipient: "a•••@•••", kind: "desk.test" }], nextCursor: null });
  expect(JSON.stringify([page, next, await getMessage(old)])).not.toMatch(/424242|secret|anna|621123/);
  const found = async (given: object) => (await listOutbox(reader, search(given))).items.map(({ id }) => id);
  expect(await found({ recipient: "352 621 123 456" })).toEqual([sms]);
  expect(await found({ recipient: "Anna@example.com", state: "failed" })).toEqual([old]);
  expect(await found({ channel: "sms" })).toEqual([sms]);
  expect(await found({ kind: "desk.test" })).toEqual([old]);
  expect(await found({ state: "sent" })).toEqual([]);
  const today = new Date().toISOString().slice(0, 10);
  expect(await found({ from: today, to: today })).toHaveLength(2);
  expect(await found({ to: "2020-01-01" })).toEqual([]);
  expect(await listKinds()).toEqual(["desk.sms", "desk.test"]);
  const facts = { state: "failed", kind: "desk.test", from: today };
  expect(factsOfOutbox(readOutboxSearch({ ...facts, channel: "pigeon", cursor: "x", recipient: "\0\0\0" }))).toEqual(
    facts,
  );
});

test("a failed message goes out again, once however often it is pressed, with its tries kept and its order in the trail", async () => {
  const id = await failed();
  const pressed = await Promise.allSettled(Array.from({ length: 6 }, () => retryMessage(by, id)));
  expect(pressed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(pressed.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "illegal_transition" },
  });
  await Promise.all([deliver(id), deliver(id)]);
  expect(state.calls.list("smtp", null)).toHaveLength(1);
  expect(await getMessage(id)).toMatchObject({
    state: "sent",
    errorCode: null,
    canRetry: false,
    tries: [{ errorCode: null }],
  });
  await expect(retryMessage(by, id)).rejects.toMatchObject({ code: "illegal_transition" });
  await expect(retryMessage(by, "msg_none")).rejects.toMatchObject({ code: "not_found" });
  const trail = await system(tx => tx.auditEntry.findMany({ where: { action: "message.retried", subjectId: id } }));
  expect(trail).toMatchObject([{ actorId: "1", detail: { kind: "desk.test" } }]);
});

test("a try that fails is kept with its reason, and passes on to the next one", async () => {
  const id = await failed({ recipient: "gone@example.com" });
  await retryMessage(by, id);
  state.faults.add({ upstream: "smtp", fault: "500", times: 1, after: 0 });
  await deliver(id);
  const { tries, state: now } = await getMessage(id);
  expect([tries, now]).toMatchObject([[{ errorCode: expect.any(String) }], expect.stringMatching(/pending|failed/)]);
  await system(tx => tx.outboxMessage.delete({ where: { id } }));
  expect(await system(tx => tx.outboxTry.count({ where: { messageId: id } }))).toBe(0);
});

test("all that a filter finds go out again in one statement, if they are no more than was stated; codes, what was meant to stay and Slack do not", async () => {
  const ids = [await failed(), await failed(), await failed()];
  const others = [
    await failed({ kind: "auth.code" }),
    await failed({}, "withheld"),
    await failed({}, "too_late"),
    await failed({ recipient: "other@example.com" }),
  ];
  const slack = await failed();
  await system(tx =>
    tx.outboxMessage.update({ where: { id: slack }, data: { channel: "slack", topic: "t", sequence: 1 } }),
  );
  const emptied = await failed();
  await system(tx => tx.outboxMessage.update({ where: { id: emptied }, data: { payload: null } }));
  const filter = { recipient: "anna@example.com" };
  expect((await listOutbox(reader, search(filter))).retryable).toBe(3);
  await expect(retryMessages(by, { ...filter, expectedCount: 2 })).rejects.toMatchObject({
    code: "version_conflict",
    data: { total: 3 },
  });
  const waiting = () => system(tx => tx.outboxMessage.count({ where: { state: "pending" } }));
  expect(await waiting(), "nothing was done").toBe(0);
  const both = await Promise.allSettled([1, 2].map(() => retryMessages(by, { ...filter, expectedCount: 3 })));
  expect(both.filter(({ status }) => status === "fulfilled")).toMatchObject([{ value: { total: 3 } }]);
  expect(await waiting()).toBe(3);
  await system(
    tx =>
      tx.$executeRaw`UPDATE outbox_message SET next_attempt_at = next_attempt_at - interval '1 minute' WHERE state = 'pending'`,
  );
  expect(await system(nudgeDueMessages), "the poll hands them to workers").toBe(3);
  for (const id of ids) await deliver(id);
  expect(state.calls.list("smtp", null)).toHaveLength(3);
  for (const id of others.slice(0, 3))
    await expect(retryMessage(by, id)).rejects.toMatchObject({ code: "illegal_transition" });
  const trail = await system(tx => tx.auditEntry.findMany({ where: { action: "message.all_retried" } }));
  expect(trail).toMatchObject([{ detail: { total: 3, filter: { recipient: "•••" } } }]);
});

test("codes and reminders never go out again, also those of an older process, which names no kind; nor does what was taken back, whose cause stays where it is a code", async () => {
  const [code, reminder, letter] = ["otp:desk:1", "reminder:7", "store.welcome:7"];
  const ids = [
    await failed({ dedupeKey: code }),
    await failed({ dedupeKey: reminder }),
    await failed({ dedupeKey: letter }),
  ];
  const kindsOf = () =>
    system(tx => tx.outboxMessage.findMany({ orderBy: { dedupeKey: "asc" }, select: { kind: true } }));
  const canRetry = () => Promise.all(ids.map(async id => (await getMessage(id)).canRetry));
  expect(await canRetry()).toEqual([false, false, true]);
  await system(tx => tx.outboxMessage.updateMany({ data: { kind: null } }));
  expect(await canRetry(), "of an older process").toEqual([false, false, true]);
  const migration = path.join(root, "prisma/migrations/20261122043200_audit_desk/migration.sql");
  const [filling = ""] = /^UPDATE outbox_message SET kind[^;]+;/m.exec(readFileSync(migration, "utf8")) ?? [];
  await withConnection(env.databaseUrl, client => client.query(filling));
  expect(await kindsOf()).toEqual([{ kind: "auth.code" }, { kind: "reminder" }, { kind: "store.welcome" }]);
  for (const key of [code, letter]) await system(tx => withdrawMessage(tx, key));
  expect(await canRetry()).toEqual([false, false, false]);
  expect(await Promise.all([ids[0], ids[2]].map(async id => (await getMessage(id ?? "")).errorCode))).toEqual([
    "smtp_554",
    "replaced",
  ]);
  await expect(retryMessage(by, ids[2] ?? "")).rejects.toMatchObject({ code: "illegal_transition" });
});

test("who asks for what cannot go again is told why: it is over, a newer one is there, or its link is too old", async () => {
  const [over, replaced] = ["customer.invite:71", "customer.invite:72"] as const;
  const ids = [await failed({ dedupeKey: over }), await failed({ dedupeKey: replaced })];
  await system(tx => withdrawMessage(tx, over, "over"));
  await system(tx => withdrawMessage(tx, replaced));
  const [old, young] = [await failed({ usefulForSeconds: 3600 }), await failed({ usefulForSeconds: 3600 })];
  await system(
    tx => tx.$executeRaw`UPDATE outbox_message SET created_at = created_at - interval '61 minutes' WHERE id = ${old}`,
  );
  const told = await Promise.allSettled([...ids, old, young].map(id => retryMessage(by, id)));
  expect(told.map(one => (one.status === "rejected" ? [one.reason.code, one.reason.message] : one.status))).toEqual([
    ["illegal_transition", "messageOver"],
    ["illegal_transition", "messageReplaced"],
    ["illegal_transition", "messageTooLate"],
    "fulfilled",
  ]);
  expect(await getMessage(old)).toMatchObject({ state: "failed", errorCode: "too_late", canRetry: false });
});

test("a message that is taken back while somebody sends it again does not leave", async () => {
  const key = "customer.invite:1";
  const id = await failed({ dedupeKey: key });
  await Promise.all([retryMessage(by, id).catch(() => null), system(tx => withdrawMessage(tx, key))]);
  await deliver(id);
  expect(state.calls.list("smtp", null)).toEqual([]);
  expect(await getMessage(id)).toMatchObject({ state: "failed", errorCode: "replaced" });
});

test("what a message cost is given back once, however often it is sent again and fails", async () => {
  const key = "desk.cost";
  const limit = { key, limit: 5, windowSeconds: 600 };
  const [, paid] = [await system(tx => spend(tx, [limit])), await system(tx => spend(tx, [limit]))];
  const dedupeKey = "desk.cost:1";
  const spent = paid.ok ? paid.receipts : [];
  await system(tx =>
    enqueueMessage(tx, { channel: "email", recipient: "anna@example.com", text: "x", dedupeKey, spent }),
  );
  const { id } = await system(tx => tx.outboxMessage.findUniqueOrThrow({ where: { dedupeKey } }));
  for (const round of [1, 2]) {
    if (round === 2) await retryMessage(by, id);
    await system(tx => settle(tx, id, { errorCode: "smtp_auth" }));
    expect(await system(tx => tx.rateBucket.findUniqueOrThrow({ where: { key } })), `${round}`).toMatchObject({
      spent: 1,
    });
  }
});

test("every filter follows an index, also among many messages", async () => {
  await system(
    tx => tx.$executeRaw`
      INSERT INTO outbox_message (id, channel, kind, recipient, state, created_at, payload, topic, sequence)
      SELECT 'many_' || n, (CASE WHEN n % 50 = 0 THEN 'slack' WHEN n % 2 = 0 THEN 'sms' ELSE 'email' END)::"OutboxChannel", 'k' || n % 20, 'r' || n % 700,
        (CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'sent' END)::"OutboxState", now() - make_interval(mins => n),
        CASE WHEN n % 300 = 0 THEN 'kept' END, CASE WHEN n % 50 = 0 THEN 't' || n END, CASE WHEN n % 50 = 0 THEN 1 END FROM generate_series(1, 15000) AS n`,
  );
  await withConnection(env.databaseUrl, client => client.query("ANALYZE outbox_message"));
  const day = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10);
  for (const way of [
    {},
    { state: "failed" },
    { channel: "slack" },
    { kind: "k7" },
    { recipient: "r77" },
    { from: day, to: day },
  ]) {
    const rows = await system(tx =>
      tx.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${selectMessages(search(way))}`),
    );
    const plan = rows.map(row => row["QUERY PLAN"]).join("\n");
    expect(plan, JSON.stringify(way)).not.toMatch(/Seq Scan/);
  }
  const [plan] = await system(tx =>
    tx.$queryRaw<{ "QUERY PLAN": unknown }[]>(Prisma.sql`EXPLAIN (FORMAT JSON) ${selectRetryable({})}`),
  );
  expect(JSON.stringify(plan), "of all that failed, only what may go again").toContain("outbox_message_retryable");
});

test("more than ten thousand are not sent again at once, and whoever may not do it is not told how many they are", async () => {
  await system(
    tx => tx.$executeRaw`
      INSERT INTO outbox_message (id, channel, kind, recipient, state, payload, error_code)
      SELECT 'most_' || n, 'email', 'k' || (n > 1), 'r', 'failed', 'kept', 'smtp_554' FROM generate_series(1, 10001) AS n`,
  );
  const retryable = async (who: typeof reader | typeof operator) => (await listOutbox(who, search())).retryable;
  expect([await retryable(reader), await retryable(operator)]).toEqual([10_001, null]);
  await expect(retryMessages(by, { expectedCount: 10_000 })).rejects.toMatchObject({
    code: "version_conflict",
    message: "outboxTooMany",
  });
  expect(await system(tx => tx.outboxMessage.count({ where: { state: "pending" } }))).toBe(0);
  expect(await retryMessages(by, { kind: "kfalse", expectedCount: 1 }), "narrowed").toEqual({ total: 1 });
});
