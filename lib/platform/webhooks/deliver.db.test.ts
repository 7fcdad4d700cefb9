import { Webhook } from "standardwebhooks";
import { afterAll, expect, test, vi } from "vitest";
import { advancedMs } from "../clock";
import { type Tx, transaction } from "../db";
import { OutboundError } from "../outbound/outbound-error";
import { createPartner } from "../partner/service";
import { isFull } from "../testing/full-form";
import { passTime } from "../testing/pass-time";
import { SnippetProcess } from "../testing/snippet-process";
import { type Arrived, listenForWebhooks, type Reply } from "../testing/webhook-receiver";
import { claim, giveUpPending } from "./claim";
import { deliver } from "./deliver";
import { enqueueWebhook } from "./enqueue";
import { nudgeDueWebhooks, purgeWebhookMessages } from "./jobs";
import { listMessages } from "./queries";
import type { WebhookEvent } from "./schema";
import { NewWebhook, webhookIn } from "./service/address";
import { removeWebhook, rotateWebhook, saveWebhook } from "./service/change";
import { replayMessage, testWebhook } from "./service/send";
import { settle } from "./settle";

// A name that leads to this machine, though the address that was saved looks like any other.
vi.mock("node:dns/promises", async original => ({
  ...(await original<typeof import("node:dns/promises")>()),
  lookup: async () => [{ address: "127.0.0.1", family: 4 }],
}));

const receiver = await listenForWebhooks();
vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", receiver.origin);
afterAll(() => receiver.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const by = { actor: { id: 1 }, caller: { address: "192.0.2.1", agent: "a test" } };
const all: WebhookEvent[] = ["member.activated", "member.deactivated", "member.failed"];
let serial = 0;

/** An account with a webhook at an address of its own. */
async function newWebhook(reply?: Reply) {
  const id = `acct_hook_${++serial}`;
  await createPartner({ actor: "system" }, { id, name: id, scopes: ["members"] });
  const path = `/${id}`;
  if (reply) receiver.reply(path, reply);
  const { secret } = await saveWebhook(by, id, { url: receiver.origin + path, events: all });
  return { id, path, secret: secret ?? "", reply: (next: Reply) => receiver.reply(path, next) };
}

const data = { partner_user_id: "E-17", state: "activated" };
const enqueue = (accountId: string, event = all[0]) =>
  system(tx => enqueueWebhook(tx, { accountId, event: event ?? "member.failed", subject: "member:17", data }));
/** Writes a message for an account and returns its id. */
async function told(accountId: string): Promise<string> {
  expect(await enqueue(accountId)).toBe(true);
  return (await listMessages(accountId, { limit: 1 })).items[0]?.id ?? "";
}
const messageOf = (id: string) => system(tx => tx.webhookMessage.findUniqueOrThrow({ where: { id } }));
const attemptsOf = (messageId: string) =>
  system(tx => tx.webhookAttempt.findMany({ where: { messageId }, orderBy: { id: "asc" } }));
const jobsOf = (id: string) =>
  system(tx => tx.$queryRaw<object[]>`SELECT state FROM pgboss.job WHERE data->>'id' = ${id}`);

/** Verifies as a partner does, by the official library, at the product's time. */
async function verify({ body, headers }: Arrived, secret: string): Promise<unknown> {
  const ahead = await advancedMs();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ahead });
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}

test("E25: ten workers send a message once; the official library verifies it, and its body is the payload", async () => {
  const hook = await newWebhook();
  const id = await told(hook.id);
  await Promise.all(Array.from({ length: 10 }, () => deliver(id)));
  const [arrived, ...more] = receiver.at(hook.path);
  expect(more).toEqual([]);
  if (!arrived) throw new Error("nothing arrived");
  const { createdAt, ...message } = await messageOf(id);
  expect(await verify(arrived, hook.secret)).toEqual({
    ...{ type: "member.activated", timestamp: createdAt.toISOString(), data },
  });
  expect(arrived.headers).toMatchObject({ "webhook-id": id, "content-type": "application/json" });
  expect(arrived.body, "in the order of the documentation").toMatch(/^\{"type":"member.activated","timestamp":"2/);
  await expect(verify({ ...arrived, body: `${arrived.body} ` }, hook.secret)).rejects.toThrow("No matching signature");
  expect(message).toMatchObject({ state: "delivered", attempts: 1, nextAttemptAt: null });
  expect(await attemptsOf(id)).toMatchObject([{ status: 204, errorClass: null, isByHand: false }]);
  expect(await deliver(id), "there is nothing left to send").toBeNull();
});

test("E25: a change that does not come about tells nobody, and neither does one that nobody wants to know of", async () => {
  const [hook, closed, off] = [await newWebhook(), await newWebhook(), await newWebhook()];
  const lost = system(async tx => {
    expect(await enqueueWebhook(tx, { accountId: hook.id, event: "member.failed", data })).toBe(true);
    throw new Error("taken back");
  });
  await expect(lost).rejects.toThrow("taken back");
  await saveWebhook(by, hook.id, { url: `${receiver.origin}${hook.path}`, events: ["member.deactivated"] });
  await system(tx => tx.partnerAccount.update({ where: { id: closed.id }, data: { disabledAt: new Date() } }));
  await system(tx => tx.partnerWebhook.update({ where: { accountId: off.id }, data: { disabledAt: new Date() } }));
  for (const accountId of [hook.id, closed.id, off.id, "acct_nobody"]) expect(await enqueue(accountId)).toBe(false);
  const accountIds = [hook.id, closed.id, off.id];
  expect(await system(tx => tx.webhookMessage.count({ where: { accountId: { in: accountIds } } }))).toBe(0);
  const jobs = await system(
    tx => tx.$queryRaw`SELECT FROM pgboss.job WHERE group_id = ANY (${accountIds.map(id => `partner:${id}`)})`,
  );
  expect(jobs).toEqual([]);
});

type Wanted = [reply: Reply, state: string, status: number | null, errorClass: string | null, waits: [number, number]];
const answers: Wanted[] = [
  [{ status: 200 }, "delivered", 200, null, [0, 0]],
  // The status says that it was taken; what else is sent is not read.
  ["endless", "delivered", 200, null, [0, 0]],
  [{ status: 500 }, "pending", 500, "unreachable", [5, 5.6]],
  [{ status: 404 }, "pending", 404, "wrong_address", [5, 5.6]],
  [{ status: 401 }, "pending", 401, "auth", [5, 5.6]],
  [{ status: 302, headers: { Location: "/elsewhere" } }, "pending", 302, "unexpected", [5, 5.6]],
  [{ status: 429, headers: { "Retry-After": "1200" } }, "pending", 429, "rate_limit", [1200, 1201]],
  [{ status: 503, headers: { "Retry-After": "999999" } }, "pending", 503, "unreachable", [3600, 3601]],
  [{ status: 500, headers: { "Retry-After": "1200" } }, "pending", 500, "unreachable", [5, 5.6]],
  ["reset", "pending", null, "unreachable", [5, 5.6]],
  // Fifteen seconds until it must have answered.
  ...(isFull ? [["hang", "pending", null, "unreachable", [5, 5.6]] satisfies Wanted] : []),
];
test.each(answers)("E25: answered %j a message is %s", async (reply, state, status, errorClass, [least, most]) => {
  const hook = await newWebhook(reply);
  const id = await told(hook.id);
  const before = performance.now();
  await deliver(id);
  expect(performance.now() - before, "nothing is read without end").toBeLessThan(isFull ? 18_000 : 5_000);
  expect(await messageOf(id)).toMatchObject({ state, attempts: 1 });
  const [attempt] = await attemptsOf(id);
  expect(attempt).toMatchObject({ status, errorClass });
  expect(receiver.at("/elsewhere"), "redirects are not followed").toEqual([]);
  if (state === "delivered") return;
  const { nextAttemptAt } = await messageOf(id);
  const seconds = (Number(nextAttemptAt) - Number(attempt?.at)) / 1000 - (attempt?.tookMs ?? 0) / 1000;
  expect(seconds).toBeGreaterThan(least - 0.5);
  expect(seconds).toBeLessThan(most + 1.5);
  const [job, ...others] = await jobsOf(id);
  expect([job, others], "one job waits for it").toMatchObject([{ state: "created" }, []]);
});

test("E25: by the product's clock a message is tried for a day, and then given up with an alert", async () => {
  const hook = await newWebhook({ status: 400 });
  const id = await told(hook.id);
  const { createdAt } = await messageOf(id);
  await deliver(id);
  for (const wait of [5, 300, 1800, 7200, 18_000, 36_000]) {
    await passTime(wait - 2);
    expect(await deliver(id), "not before its time").toBeNull();
    await passTime(Math.ceil(wait * 0.11) + 3);
    expect(await deliver(id)).not.toBeNull();
  }
  const { state, nextAttemptAt } = await messageOf(id);
  expect([state, Math.round((Number(nextAttemptAt) - Number(createdAt)) / 60_000)], "a day").toEqual(["pending", 1440]);
  await passTime(86_400);
  await deliver(id);
  expect(await messageOf(id)).toMatchObject({ state: "failed", attempts: 8, nextAttemptAt: null });
  expect(receiver.at(hook.path).map(({ headers }) => headers["webhook-id"])).toEqual(Array(8).fill(id));
  const alerts = await system(tx => tx.alert.findMany({ where: { subject: hook.id } }));
  expect(alerts).toMatchObject([{ rule: "failed_webhooks", count: 1, detail: { why: "gave_up" } }]);
  for (const arrived of receiver.at(hook.path).slice(-1)) await verify(arrived, hook.secret);
});

test("E25: the day in which a message is tried begins with its first try, however long nobody came to it, also when it is sent again", async () => {
  const hook = await newWebhook({ status: 400 });
  const id = await told(hook.id);
  await deliver(id, { signal: AbortSignal.abort() });
  expect(await messageOf(id), "nobody was asked").toMatchObject({ state: "pending", attempts: 0 });
  for (const _ of ["written", "sent again by hand"]) {
    await passTime(90_000);
    await deliver(id);
    expect(await messageOf(id), "its first try").toMatchObject({ state: "pending", attempts: 1, leasedUntil: null });
    await passTime(86_400);
    await deliver(id);
    expect(await messageOf(id)).toMatchObject({ state: "failed", attempts: 2 });
    await replayMessage(by, id);
  }
});

test("E25: an address that is gone is told nothing any more, until it is saved again", async () => {
  const hook = await newWebhook({ status: 410 });
  const [id, other] = [await told(hook.id), await told(hook.id)];
  await deliver(id);
  expect(await deliver(other)).toBeNull();
  for (const one of [id, other]) expect(await messageOf(one)).toMatchObject({ state: "failed", nextAttemptAt: null });
  expect(await enqueue(hook.id)).toBe(false);
  const alerts = await system(tx => tx.alert.findMany({ where: { subject: hook.id } }));
  expect(alerts).toMatchObject([{ rule: "failed_webhooks", detail: { why: "gone" } }]);
  const trail = await system(tx => tx.auditEntry.findMany({ where: { subjectId: hook.id, actorKind: "system" } }));
  expect(trail.map(({ action }) => action)).toContain("partner.webhook_gone");
  await expect(replayMessage(by, id)).rejects.toMatchObject({ status: 409, message: "webhookOff" });
  await expect(testWebhook(by, hook.id)).rejects.toMatchObject({ status: 409 });
  const url = `${receiver.origin}${hook.path}`;
  expect(await saveWebhook(by, hook.id, { url, events: all })).toMatchObject({ secret: null, state: "on" });
  hook.reply({ status: 200 });
  expect(await deliver(await told(hook.id))).not.toBeNull();
});

test("E26: a message is sent again under its id, also one that was taken; while it waits that changes nothing", async () => {
  const hook = await newWebhook();
  const id = await told(hook.id);
  expect(await replayMessage(by, id), "it waits").toMatchObject({ state: "pending", replayedAt: null });
  await deliver(id);
  await expect(replayMessage(by, `${id}x`)).rejects.toMatchObject({ status: 404 });
  await passTime(2 * 86_400);
  for (const _ of ["once", "and again"])
    expect(await replayMessage(by, id)).toMatchObject({ state: "pending", replayedAt: expect.any(String) });
  hook.reply({ status: 400 });
  await deliver(id);
  expect(await messageOf(id), "it is tried for a day anew").toMatchObject({ state: "pending", attempts: 1 });
  hook.reply({ status: 200 });
  await passTime(6);
  await deliver(id);
  const arrived = receiver.at(hook.path);
  expect(arrived.map(({ headers }) => headers["webhook-id"])).toEqual([id, id, id]);
  expect(new Set(arrived.map(({ body }) => body)).size, "the same to the byte").toBe(1);
  expect(await attemptsOf(id)).toMatchObject([
    { isByHand: false },
    { isByHand: true, status: 400 },
    { isByHand: false, status: 200 },
  ]);
  const trail = await system(tx =>
    tx.auditEntry.count({ where: { action: "partner.webhook_replayed", subjectId: hook.id } }),
  );
  expect(trail, "of three calls one did something").toBe(1);
});

test("E25: for a day the old secret signs along, and until then there is no third", async () => {
  const hook = await newWebhook();
  const { secret } = await rotateWebhook(by, hook.id);
  await expect(rotateWebhook(by, hook.id)).rejects.toMatchObject({ status: 409, message: "webhookChanging" });
  await deliver(await told(hook.id));
  const [during] = receiver.at(hook.path);
  if (!during || !secret) throw new Error("a message and a secret were expected");
  for (const key of [hook.secret, secret]) await verify(during, key);
  await passTime(86_401);
  await deliver(await told(hook.id));
  const [, after] = receiver.at(hook.path);
  if (!after) throw new Error("a second message was expected");
  await verify(after, secret);
  await expect(verify(after, hook.secret)).rejects.toThrow("No matching signature");
  expect(await rotateWebhook(by, hook.id)).toMatchObject({ previousHint: secret.slice(0, 10) });
});

const insides = [
  ...["http://127.0.0.1/hook", "http://localhost/hook", "https://10.0.0.7/hook", "http://169.254.169.254/latest"],
  ...["https://[::1]/hook", "https://[::ffff:10.0.0.7]/", "http://2130706433/", "https://user:word@hooks.example/"],
  ...["ftp://hooks.example/", "https://hooks.example:22/", "hooks.example", "javascript:alert(1)"],
];
test("B14: addresses inside are refused when they are saved, all faults at once", () => {
  for (const url of insides) {
    const { error } = NewWebhook.safeParse({ url, events: [] });
    expect(
      error?.issues.map(({ path, message }) => [path.join("."), message]),
      url,
    ).toEqual([
      ["url", "webhookAddress"],
      ["events", "chooseOne"],
    ]);
  }
  expect(NewWebhook.safeParse({ url: `https://hooks.example/${"x".repeat(2048)}`, events: all }).success).toBe(false);
  expect(NewWebhook.parse({ url: " https://hooks.example/a?b=c ", events: [...all, all[0]] })).toEqual({
    ...{ url: "https://hooks.example/a?b=c", events: all },
  });
  const { error } = webhookIn(() => "production").safeParse({ url: "http://hooks.example/", events: all });
  expect(error?.issues).toMatchObject([{ path: ["url"], message: "webhookHttps" }]);
  const hidden = webhookIn(() => "production").safeParse({ url: "ht\ttp://hooks.example/", events: all });
  expect(hidden.error?.issues).toMatchObject([{ path: ["url"], message: "webhookHttps" }]);
  expect(NewWebhook.parse({ url: "https://hooks.ex\tample/a b", events: all }).url).toBe("https://hooks.example/a%20b");
});

test("B14: and when they are dialled, whatever a name has come to mean since", async () => {
  const hook = await newWebhook();
  for (const url of ["http://10.0.0.7/hook", "http://169.254.169.254/latest", "http://hooks.example/hook"]) {
    await system(tx => tx.partnerWebhook.update({ where: { accountId: hook.id }, data: { url } }));
    const id = await told(hook.id);
    await deliver(id);
    expect(await attemptsOf(id), url).toMatchObject([{ status: null, errorClass: "wrong_address" }]);
  }
});

test("E25: a worker that is killed in the middle leaves the message to the next one, under the same id", async () => {
  const hook = await newWebhook("hang");
  const id = await told(hook.id);
  const worker = new SnippetProcess(`
    const { deliver } = await load("lib/platform/webhooks/deliver.ts");
    await deliver(${JSON.stringify(id)});`);
  await vi.waitFor(() => expect(receiver.at(hook.path)).toHaveLength(1), { timeout: 30_000 });
  worker.send("SIGKILL");
  await worker.ended;
  hook.reply({ status: 200 });
  // Nobody else touches it for a minute, and the product's clock ends no lease; its job is lost.
  await passTime(70);
  await system(tx => tx.$executeRaw`DELETE FROM pgboss.job WHERE data->>'id' = ${id}`);
  await system(nudgeDueWebhooks);
  expect([await deliver(id), await jobsOf(id)]).toEqual([null, []]);
  await system(tx => tx.webhookMessage.update({ where: { id }, data: { leasedUntil: new Date(Date.now() - 1) } }));
  expect(await system(nudgeDueWebhooks)).toBeGreaterThan(0);
  expect(await jobsOf(id)).toHaveLength(1);
  await deliver(id);
  expect(receiver.at(hook.path).map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
  expect(await messageOf(id)).toMatchObject({ state: "delivered", attempts: 2 });
}, 45_000);

test("E25: who took a message has it, also when it was given up meanwhile; and an old worker spoils nothing that was sent again since", async () => {
  const hook = await newWebhook();
  const [given, again] = [await told(hook.id), await told(hook.id)];
  const [one, old] = [await claim(given), await claim(again)];
  if (!one || !old) throw new Error("two messages were to be sent");
  await system(tx => giveUpPending(tx, hook.id));
  await settle({ message: one, to: one.to, tookMs: 1, result: { status: 204 } });
  expect(await messageOf(given)).toMatchObject({ state: "delivered" });
  await replayMessage(by, again);
  await claim(again);
  const failure = new OutboundError("unreachable", { upstream: "webhooks", reason: "http_status", status: 500 });
  await settle({ message: old, to: old.to, tookMs: 1, result: { failure } });
  const { leasedUntil, attempts, state } = await messageOf(again);
  expect([state, attempts]).toEqual(["pending", 1]);
  expect(Number(leasedUntil) - Date.now(), "the lease of the new one").toBeGreaterThan(50_000);
  await settle({ message: old, to: old.to, tookMs: 1, result: { status: 204 } });
  expect(await messageOf(again), "who asked for it again gets it").toMatchObject({ state: "pending" });
});

test("E26: a test message says what came of it, is in the log and is not tried again", async () => {
  const hook = await newWebhook();
  expect(await testWebhook(by, hook.id)).toMatchObject({ ok: true, class: null, status: 204 });
  const [arrived] = receiver.at(hook.path);
  if (!arrived) throw new Error("nothing arrived");
  expect(await verify(arrived, hook.secret)).toMatchObject({ type: "webhook.test", data: {} });
  hook.reply({ status: 500 });
  expect(await testWebhook(by, hook.id)).toMatchObject({ ok: false, class: "unreachable", status: 500 });
  hook.reply({ status: 410 });
  expect(await testWebhook(by, hook.id), "it does not switch off").toMatchObject({ class: "wrong_address" });
  const { items } = await listMessages(hook.id, { limit: 25 });
  expect(items.map(({ event, state, attempts }) => [event, state, attempts.length])).toEqual([
    ["webhook.test", "failed", 1],
    ["webhook.test", "failed", 1],
    ["webhook.test", "delivered", 1],
  ]);
  expect(await system(tx => tx.alert.count({ where: { subject: hook.id } }))).toBe(0);
  for (let left = 7; left > 0; left--) await testWebhook(by, hook.id);
  await expect(testWebhook(by, hook.id)).rejects.toMatchObject({ code: "rate_limited" });
});

test("E26: the log is read a page at a time and by state, and goes after thirty days; without a webhook nothing is sent", async () => {
  const hook = await newWebhook();
  const ids = [await told(hook.id), await told(hook.id), await told(hook.id)];
  await deliver(ids[1] ?? "");
  const first = await listMessages(hook.id, { limit: 2 });
  const second = await listMessages(hook.id, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed());
  expect(second.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({ memberId: 17, event: "member.activated", attempts: [] });
  const delivered = await listMessages(hook.id, { limit: 25, state: "delivered" });
  expect(delivered.items.map(({ id }) => id)).toEqual([ids[1]]);
  await removeWebhook(by, hook.id);
  expect((await listMessages(hook.id, { limit: 25, state: "failed" })).items).toHaveLength(2);
  expect(receiver.at(hook.path)).toHaveLength(1);
  await expect(removeWebhook(by, hook.id)).rejects.toMatchObject({ status: 404 });
  await passTime(31 * 86_400);
  await system(purgeWebhookMessages);
  expect((await listMessages(hook.id, { limit: 25 })).items).toEqual([]);
});

test("E25: a secret is closed for its row: moved to another account's it signs nothing, and somebody is told", async () => {
  const [hook, other] = [await newWebhook(), await newWebhook()];
  await system(
    tx => tx.$executeRaw`
      UPDATE partner_webhook w SET secret = o.secret FROM partner_webhook o WHERE w.account_id = ${hook.id} AND o.account_id = ${other.id}`,
  );
  const id = await told(hook.id);
  await deliver(id);
  expect([await messageOf(id), receiver.at(hook.path)]).toMatchObject([{ state: "failed" }, []]);
  const alerts = await system(tx => tx.alert.findMany({ where: { rule: "unreadable_secret" } }));
  expect(alerts).toMatchObject([{ subject: "partner_webhook", detail: { row: hook.id } }]);
  expect(await rotateWebhook(by, hook.id), "a new one mends it").toMatchObject({ previousHint: null });
  const { secret } = await rotateWebhook(by, other.id);
  await system(
    tx => tx.$executeRaw`UPDATE partner_webhook SET previous_secret = secret WHERE account_id = ${other.id}`,
  );
  await deliver(await told(other.id));
  for (const arrived of receiver.at(other.path)) await verify(arrived, secret ?? "");
  expect(receiver.at(other.path), "without the old secret the present one signs").toHaveLength(1);
  await passTime(86_401);
  await system(purgeWebhookMessages);
  const held = await system(tx => tx.partnerWebhook.findMany({ where: { previousSecret: { not: null } } }));
  expect(held).toEqual([]);
});
