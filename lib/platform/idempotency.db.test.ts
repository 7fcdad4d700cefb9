import { expect, test } from "vitest";
import { transaction } from "./db";
import { once } from "./http/once";
import { purgeIdempotencyKeys } from "./idempotency";

const given = (key: string, body = "{}", scope = "store:1:user:1") => ({ scope, key, call: Buffer.from(body) });
const text = (code: string | null, note = "") => JSON.stringify({ error: code && { code }, note });
const system = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction("system", work);
/** Work that counts how often it is done. */
function counting(status = 200, code: string | null = null) {
  const work = Object.assign(async () => ({ status, text: text(code, `call ${++work.done}`) }), { done: 0 });
  return work;
}

test("A27: of twenty calls at once with one key one is done; the others are told so, and later get its answer", async () => {
  const work = counting();
  let finish = () => {};
  const held = new Promise<void>(resolve => {
    finish = resolve;
  });
  const slow = () => held.then(work);
  const calls = Array.from({ length: 20 }, () => once(given("a"), slow).catch(error => error.code));
  const waiting = Promise.all(calls);
  while ((await system(tx => tx.idempotencyKey.count())) === 0) await new Promise(resolve => setTimeout(resolve, 5));
  await expect(once(given("a"), work)).rejects.toMatchObject({ code: "request_in_flight", status: 409 });
  finish();
  const answers = await waiting;
  expect(work.done).toBe(1);
  expect(new Set(answers.filter(answer => typeof answer === "string"))).toEqual(new Set(["request_in_flight"]));
  expect(await once(given("a"), work)).toEqual({ status: 200, text: text(null, "call 1"), isReplay: true });
  expect(work.done).toBe(1);
});

test("A27: another body is refused, and another's key is another key", async () => {
  const work = counting();
  await once(given("b"), work);
  await expect(once(given("b", '{"more":1}'), work)).rejects.toMatchObject({
    code: "idempotency_key_reused",
    status: 422,
  });
  expect(await once(given("b", "{}", "store:2:user:2"), work)).toMatchObject({ isReplay: false });
  await expect(once(given(""), work)).rejects.toMatchObject({ status: 422 });
  await expect(once(given("k".repeat(256)), work)).rejects.toMatchObject({ status: 422 });
  expect(await once(given("k".repeat(255)), work)).toMatchObject({ isReplay: false });
});

test.each([
  [409, "already_completed", 1],
  [422, "invalid_input", 1],
  [409, "activation_in_progress", 2],
  [429, "rate_limited", 2],
  [503, "unavailable", 2],
])(
  "A27: a refusal %i %s is done %i time(s) when it is sent twice: kept unless it passes by itself",
  async (status, code, times) => {
    const work = counting(status, code);
    for (const _ of [1, 2]) expect((await once(given(`c ${code}`), work)).status).toBe(status);
    expect(work.done).toBe(times);
  },
);

test("A27: a call that threw gave its key back, and one that died gives way after a minute, its late answer included", async () => {
  const work = counting();
  await expect(once(given("d"), () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  expect(await once(given("d"), work)).toMatchObject({ isReplay: false });
  let wake = () => {};
  const stalled = new Promise<void>(resolve => {
    wake = resolve;
  });
  const late = once(given("e"), () => stalled.then(() => ({ status: 200, text: text(null, "late") })));
  await expect.poll(() => system(tx => tx.idempotencyKey.count({ where: { status: null } }))).toBe(1);
  await system(
    tx => tx.$executeRaw`UPDATE idempotency_key SET held_until = now() - interval '1 second' WHERE status IS NULL`,
  );
  await expect(once(given("e", "other"), work)).rejects.toMatchObject({ code: "idempotency_key_reused" });
  expect(await once(given("e"), work)).toMatchObject({ isReplay: false, text: text(null, "call 2") });
  wake();
  await late;
  expect(await once(given("e"), work)).toMatchObject({ isReplay: true, text: text(null, "call 2") });
});

test("A27: a key lives 24 hours by the product's clock, and is then forgotten", async () => {
  const work = counting();
  await once(given("f"), work);
  const advance = (seconds: number) =>
    system(
      tx => tx.$executeRaw`INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
    ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
    );
  await advance(24 * 3600 - 60);
  await system(purgeIdempotencyKeys);
  expect(await once(given("f"), work)).toMatchObject({ isReplay: true });
  await advance(120);
  expect(await once(given("f", "another body"), work)).toMatchObject({ isReplay: false });
  await advance(24 * 3600 + 1);
  await system(purgeIdempotencyKeys);
  expect(await system(tx => tx.idempotencyKey.count())).toBe(0);
});
