import { OwnRedis } from "@/lib/platform/testing/own-redis";
import { startBeside } from "@/lib/platform/testing/web-process";
import { expect, test } from "./fixtures";
import { activateAddress, everythingOf, newBody, newContractor } from "./own-contractor";
import { call, type SignedCall, send, signedHeaders, unixSeconds } from "./own-partner";
import { begunOf, expectOnce, newVerified, rush, tally } from "./rush";

type Beside = Awaited<ReturnType<typeof startBeside>>;
let redis: OwnRedis;
let both: Beside[] = [];

test.beforeAll("two processes that share a Redis", async () => {
  redis = await OwnRedis.start();
  both = await Promise.all([1, 2].map(() => startBeside({ REDIS_URL: redis.url })));
});

test.afterAll(async () => {
  await Promise.all(both.map(({ end }) => end()));
  await redis?.end();
});

test("bars 46, 47 and 96: with a Redis one request fifty times at once, and fifty through all doors, are one in two processes; while it hangs a call is 503, and afterwards the same bytes with the same key are carried out", async ({
  staff,
  caller,
}) => {
  const admin = await staff("admin");
  const own = await newContractor(admin);
  const addresses = both.map(({ address }) => address);
  const [first = "", second = ""] = addresses;

  const body = newBody(own);
  const one: SignedCall = { path: activateAddress, body: Buffer.from(JSON.stringify(body)), timestamp: unixSeconds() };
  const headers = signedHeaders(own, one);
  const many = await Promise.all(Array.from({ length: 50 }, (_, at) => send(at % 2 ? first : second, headers, one)));
  expectOnce(many);
  expect(await everythingOf(own, body)).toMatchObject({ active: [{}], mails: 1 });

  const runner = await newVerified(own, admin.request, await caller());
  const counts = tally(await rush(runner, addresses));
  expect(counts.ok, JSON.stringify(counts)).toBe(1);
  expect(Object.keys(counts).filter(code => !/^(ok|already_active|activation_in_progress)$/.test(code))).toEqual([]);
  expect(await begunOf(runner)).toMatchObject({ active: 1, mails: 1, audits: 1, granted: 1 });

  const late = newBody(own);
  const keyed = { timestamp: unixSeconds(), headers: { "Idempotency-Key": "the second of March" } };
  const again = { path: activateAddress, body: Buffer.from(JSON.stringify(late)), ...keyed };
  redis.freeze();
  const refused = await call(first, own, again);
  expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([503, expect.any(Number)]);
  redis.wake();
  // After an outage one asks in a second for all others.
  await expect.poll(async () => (await call(first, own, again)).status, { timeout: 10_000 }).toBe(200);
  expect((await call(second, own, { ...again, timestamp: unixSeconds(-3) })).headers.get("idempotent-replayed")).toBe(
    "true",
  );
  expect(await everythingOf(own, late)).toMatchObject({ active: [{}], mails: 1 });
});
