import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { isFull } from "../testing/full-form";
import { ScriptProcess } from "../testing/script-process";
import type { StoredSecret } from "./place";

const [oldKey, newKey, otherKey] = [1, 2, 3].map(() => randomBytes(32).toString("base64"));
// This process writes with the old key and reads both, as a web process does until it is started anew.
vi.stubEnv("ENCRYPTION_KEYS", `old:${oldKey},new:${newKey}`);
const { decrypt, encrypt } = await import("../crypto");
const { transaction } = await import("../db");
const { contentContext, outboxContents } = await import("../notifications/outbox");
const { requireKeys } = await import("@/lib/secrets");

const rows = isFull ? 1000 : 300;
const idOf = (at: number) => `msg_rotation_${String(at).padStart(4, "0")}`;
const started: ScriptProcess[] = [];

/** Runs a script of ours under other master keys. */
function script(name: string, keys: string): ScriptProcess {
  const process = new ScriptProcess(name, { ENCRYPTION_KEYS: keys });
  started.push(process);
  return process;
}

afterEach(() => {
  for (const process of started.splice(0)) process.kill();
});

const payloads = () =>
  transaction(
    "system",
    tx => tx.$queryRaw<{ id: string; payload: string }[]>`
      SELECT id, payload FROM outbox_message WHERE id LIKE 'msg_rotation_%' ORDER BY id`,
  );
const readAll = async () =>
  (await payloads()).map(({ id, payload }) => [id, decrypt(payload, contentContext(id))] as const);
const closedBy = async (keyId: string) =>
  (await payloads()).filter(({ payload }) => payload.startsWith(`g1.${keyId}.`)).length;

beforeAll(async () => {
  await requireKeys();
  const ids = Array.from({ length: rows }, (_, at) => idOf(at));
  const texts = ids.map(id => encrypt(`text of ${id}`, contentContext(id), "old"));
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO outbox_message (id, channel, recipient, payload, state, next_attempt_at, created_at)
      SELECT id, 'sms', '+352621000009', payload, 'sent', now(), now() FROM unnest(${ids}::text[], ${texts}::text[]) AS r(id, payload)`,
  );
});

test("bar 56: another key under a known id, or a missing key that secrets need, ends the start with a sentence and changes nothing", async () => {
  const before = await payloads();
  const wrong = await script("prepare-database", `old:${otherKey}`).ended;
  expect(wrong).toMatchObject({
    status: 1,
    output: expect.stringContaining("ENCRYPTION_KEYS: the key with the id old"),
  });
  const missing = await script("prepare-database", `new:${newKey}`).ended;
  expect(missing.status).toBe(1);
  expect(missing.output).toContain(`ENCRYPTION_KEYS lacks the key old, which ${rows} stored secrets need`);
  const worker = await script("worker", `old:${otherKey}`).ended;
  expect(worker.status).not.toBe(0);
  expect(worker.output).toContain("ENCRYPTION_KEYS: the key with the id old");
  expect(await payloads()).toEqual(before);
  expect((await script("prepare-database", `new:${newKey},old:${oldKey}`).ended).status).toBe(0);
});

/** What a process with these master keys says at its start: null when it starts. */
async function refusalOf(keys: string): Promise<string | null> {
  vi.resetModules();
  vi.stubEnv("ENCRYPTION_KEYS", keys);
  const { requireKeys: require } = await import("@/lib/secrets");
  return require().then(
    () => null,
    (error: Error) => error.message,
  );
}

test("bar 56: without canaries what is stored speaks for itself: keys that open nothing of it end the start too", async () => {
  const [before, right] = [await payloads(), `old:${oldKey},new:${newKey}`];
  const canaries = () => transaction("system", tx => tx.encryptionKey.count());
  await transaction("system", tx => tx.encryptionKey.deleteMany());
  expect(await refusalOf(`old:${otherKey}`)).toContain("ENCRYPTION_KEYS: the key with the id old is not the one");
  expect(await refusalOf(`new:${newKey}`)).toContain("ENCRYPTION_KEYS lacks the key old");
  expect([await payloads(), await canaries()], "nothing is written").toEqual([before, 0]);
  // One row that somebody has meddled with says nothing.
  const first = { where: { id: idOf(0) } };
  const payload = before[0]?.payload ?? "";
  await transaction("system", tx => tx.outboxMessage.update({ ...first, data: { payload: payload.slice(0, -2) } }));
  expect(await refusalOf(right)).toBeNull();
  expect(await canaries()).toBe(2);
  await transaction("system", tx => tx.outboxMessage.update({ ...first, data: { payload } }));
});

test("bar 57: a rotation that is killed goes on; every secret is readable at every moment, and an edit wins", async () => {
  const keys = `new:${newKey},old:${oldKey}`;
  const killed = script("keys-rotate", keys);
  await expect.poll(() => closedBy("new"), { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
  killed.kill();
  await killed.ended;
  const done = await closedBy("new");
  expect(done).toBeLessThan(rows);
  expect(await readAll()).toHaveLength(rows);

  const edited = new Map<string, string>();
  const again = script("keys-rotate", keys);
  let isOver = false;
  const over = again.ended.finally(() => {
    isOver = true;
  });
  for (let round = 0; !isOver; round++) {
    // At the front and at the back, by the old key: what the passage has passed already, and what it is about to read.
    for (const id of [idOf(round % rows), idOf(rows - 1 - (round % rows))]) {
      const text = `edit ${round} of ${id}`;
      const payload = encrypt(text, contentContext(id));
      await transaction("system", tx => tx.outboxMessage.update({ where: { id }, data: { payload } }));
      edited.set(id, text);
      if (round > 20) break;
    }
    expect(await readAll(), "every secret opens at every moment").toHaveLength(rows);
    if (round > 20) await new Promise(resolve => setTimeout(resolve, 20));
  }
  const { status, output } = await over;
  expect(output).toContain("closed with new");
  // Whatever was edited after the last passage is still closed by the old key: once more, with nobody writing.
  const last = status === 0 && (await closedBy("old")) === 0 ? null : await script("keys-rotate", keys).ended;
  if (last) expect(last).toMatchObject({ status: 0 });
  expect(await closedBy("old")).toBe(0);
  expect(await closedBy("new")).toBe(rows);
  for (const [id, text] of await readAll()) expect(text).toBe(edited.get(id) ?? `text of ${id}`);
  expect(edited.size).toBeGreaterThan(5);
  expect((await script("prepare-database", `new:${newKey}`).ended).status, "the old key may go").toBe(0);
}, 180_000);

test("bar 57: an edit between the reading and the writing of a rotation wins", async () => {
  const id = idOf(1);
  const put = (payload: string) =>
    transaction("system", tx => tx.outboxMessage.update({ where: { id }, data: { payload } }));
  await put(encrypt("before", contentContext(id), "old"));
  const [read] = await transaction("system", tx =>
    outboxContents.listOthers(tx, { prefix: "g1.new.", after: null, limit: 1 }),
  );
  expect(read?.row).toBe(id);
  await put(encrypt("the edit", contentContext(id), "old"));
  const fresh = encrypt("before", contentContext(id), "new");
  const swap = (secret: StoredSecret) => transaction("system", tx => outboxContents.swap(tx, secret, fresh));
  expect(await swap(read as StoredSecret)).toBe(0);
  expect(new Map(await readAll()).get(id)).toBe("the edit");
});

test("a worker carries on a rotation that nobody holds", async () => {
  const [first] = await payloads();
  const id = first?.id ?? "";
  const payload = encrypt("once more", contentContext(id), "old");
  await transaction("system", async tx => {
    await tx.outboxMessage.update({ where: { id }, data: { payload } });
    await tx.$executeRaw`INSERT INTO key_rotation (key_id, total, beat_at) VALUES ('new', 1, now() - interval '1 minute')`;
  });
  script("worker", `new:${newKey},old:${oldKey}`);
  await expect.poll(() => closedBy("old"), { timeout: 45_000, interval: 200 }).toBe(0);
  const open = () => transaction("system", tx => tx.keyRotation.count({ where: { endedAt: null } }));
  await expect.poll(open, { timeout: 10_000 }).toBe(0);
});

test("a rotation to a key that is not the newest any more is ended, and one to the newest done", async () => {
  const [first] = await payloads();
  const id = first?.id ?? "";
  const payload = encrypt("left behind", contentContext(id), "old");
  await transaction("system", async tx => {
    await tx.outboxMessage.update({ where: { id }, data: { payload } });
    await tx.$executeRaw`INSERT INTO key_rotation (key_id, total, beat_at) VALUES ('gone', 1, now())`;
  });
  const { status, output } = await script("keys-rotate", `new:${newKey},old:${oldKey}`).ended;
  expect(output).toContain("closed with new");
  expect([status, await closedBy("old")]).toEqual([0, 0]);
  expect(await transaction("system", tx => tx.keyRotation.count({ where: { endedAt: null } }))).toBe(0);
});
