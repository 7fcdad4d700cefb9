import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withConnection } from "@/lib/platform/testing/database";
import { isFull } from "@/lib/platform/testing/full-form";
import { startBeside } from "@/lib/platform/testing/web-process";
import { expect, test } from "./fixtures";
import { activateAddress, type Contractor, everythingOf, newBody, newContractor } from "./own-contractor";
import { call, type Partner, type SignedCall, send, signatureOf, signedHeaders, unixSeconds } from "./own-partner";
import { rawRequest, sendRaw } from "./raw-http";
import { begunOf, clockBack, expectOnce, newDue, newVerified, type Runner, rush, tally } from "./rush";

const path = activateAddress;
const asBytes = (body: object) => Buffer.from(JSON.stringify(body));
type Beside = Awaited<ReturnType<typeof startBeside>>;

let beside: Beside;
/** Another process beside the one of this run, that has reached the database. */
async function startOther() {
  beside = await startBeside();
  const health = () => fetch(`${beside.address}/api/health`).then(({ status }) => status);
  await expect.poll(health, { timeout: 120_000 }).toBe(200);
}

test.beforeAll(startOther);
test.afterAll(() => beside?.end());

async function expectOneOf(own: Contractor, body: { email_id: string }) {
  const found = await everythingOf(own, body);
  expect(found.active, "one active subscription").toHaveLength(1);
  expect(found.mails, "one mail").toBe(1);
  expect(
    found.audits.filter(({ action }) => action === "member.activated"),
    "one audit row",
  ).toHaveLength(1);
  expect(
    found.member.log.filter(({ toState }) => toState !== null),
    "one try that went anywhere",
  ).toHaveLength(1);
}

test("bar 46: one request, fifty times at once in two processes and again after one was killed, has one effect; a key its one answer", async ({
  staff,
  address,
}) => {
  const admin = await staff("admin");
  const [own, other] = [await newContractor(admin), await newContractor(admin)];
  const body = newBody(own);
  const one: SignedCall = { path, body: asBytes(body), timestamp: unixSeconds() };
  const headers = signedHeaders(own, one);
  const where = (at: number) => (at % 2 === 0 ? address : beside.address);
  const many = await Promise.all(Array.from({ length: 50 }, (_, at) => send(where(at), headers, one)));
  expectOnce(many);
  await expectOneOf(own, body);
  await beside.end();
  await startOther();
  expect((await send(beside.address, headers, one)).code, "after a restart").toBe("replayed");

  const [next, secondsBack] = [newBody(own), clockBack()];
  const withKey = (at: number, given: object = next, partner: Partner = own) =>
    call(where(at), partner, {
      ...{
        path,
        body: asBytes(given),
        timestamp: secondsBack(at),
        headers: { "Idempotency-Key": "the first of March" },
      },
    });
  const keyed = await Promise.all(Array.from({ length: 12 }, (_, at) => withKey(at)));
  const done = keyed.filter(({ status }) => status === 200);
  expect(Object.keys(tally(keyed)).filter(code => !/^(ok|request_in_flight)$/.test(code))).toEqual([]);
  expect(done.filter(answer => !answer.headers.has("idempotent-replayed"))).toHaveLength(1);
  const repeat = await withKey(20);
  expect([repeat.status, repeat.headers.get("idempotent-replayed"), repeat.told]).toEqual([200, "true", done[0]?.told]);
  await expectOneOf(own, next);
  expect((await withKey(21, { ...next, name: "Somebody else" })).code).toBe("idempotency_key_reused");
  expect((await withKey(22, newBody(other), other)).status, "whose key it is").toBe(200);
  const refused = { ...newBody(own), dob: "tomorrow" };
  const key = { "Idempotency-Key": "" };
  const bad = (at: number) =>
    call(address, own, { path, body: asBytes(refused), timestamp: secondsBack(at), headers: key });
  expect((await bad(30)).told.error.errors).toMatchObject([{ field: "idempotency_key" }]);
  key["Idempotency-Key"] = "k".repeat(255);
  expect([(await bad(31)).status, (await bad(32)).headers.get("idempotent-replayed")], "a refusal too").toEqual([
    ...[422, "true"],
  ]);
});

/** The bytes of a signed call whose headers no client of HTTP would send. */
function rawCall(own: Partner, body: object, change: (headers: [string, string][]) => [string, string][]) {
  const text = JSON.stringify(body);
  const right = signedHeaders(own, { path, body: Buffer.from(text) });
  const lines = change(Object.entries(right)).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `Content-Length: ${Buffer.byteLength(text)}\r\n`;
  return rawRequest(`POST ${path}`, {}, text).replace("\r\n\r\n", `\r\n${lines.join("")}${length}\r\n`);
}

test("bars 43, 44, 48 and 50: headers that come twice, in any case or with junk, times on both sides of the window, and a secret that changes", async ({
  staff,
  address,
}) => {
  const admin = await staff("admin");
  const own = await newContractor(admin);
  const sent = async (change: (headers: [string, string][]) => [string, string][]) => {
    const { status, text } = await sendRaw(address, rawCall(own, newBody(own), change));
    return `${status} ${/"code":"([a-z_]+)","message":"[^"]*","errors"/.exec(text)?.[1] ?? ""}`.trim();
  };
  const twice = (name: string, value?: string) => (headers: [string, string][]) =>
    headers.flatMap(([key, first]): [string, string][] =>
      key === name
        ? [
            [key, first],
            [key, value ?? first],
          ]
        : [[key, first]],
    );
  expect(await sent(headers => headers)).toBe("200");
  expect(await sent(headers => headers.map(([name, value]) => [name.toUpperCase(), value]))).toBe("200");
  expect(await sent(headers => headers.map(([name, value]) => [name, `  ${value}  `]))).toBe("200");
  expect(await sent(twice("x-ons-timestamp"))).toBe("401 bad_timestamp");
  expect(await sent(twice("x-ons-account-id"))).toBe("401 bad_signature");
  expect(await sent(twice("x-ons-signature")), "a list of two").toBe("200");
  expect(await sent(twice("x-ons-signature", "v1=junk"))).toBe("401 bad_signature");
  expect(
    await sent(headers => headers.map(([name, value]) => [name, name === "x-ons-account-id" ? "\u00ff" : value])),
  ).toBe("401 bad_signature");
  expect(await sent(headers => headers.filter(([name]) => name !== "Content-Type"))).toBe("415 unsupported_media_type");

  const at = async (shiftSeconds: number) =>
    (await call(address, own, { path, body: asBytes(newBody(own)), timestamp: unixSeconds(shiftSeconds) })).code ??
    "ok";
  const told = [await at(-320), await at(-270), await at(290), await at(330)];
  expect(told).toEqual(["stale_timestamp", "ok", "ok", "stale_timestamp"]);

  const rotated = await admin.request.post(`/api/v1/admin/partners/${own.id}/rotate`, {
    data: { reason: "a new computer" },
  });
  const fresh = { ...own, secret: (await rotated.json()).data.secret };
  const by = async (partner: Partner) =>
    (await call(beside.address, partner, { path, body: asBytes(newBody(own)) })).code ?? "ok";
  expect([await by(own), await by(fresh)], "both live while they change").toEqual(["ok", "ok"]);
  const body = newBody(own);
  const both = { path, body: asBytes(body), timestamp: unixSeconds(-7) };
  const list = [signatureOf(own, both), signatureOf(fresh, both)].join(", v1=");
  expect((await send(address, { ...signedHeaders(own, both), "x-ons-signature": list }, both)).status).toBe(200);
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE partner_account SET previous_until = app_now() WHERE id = ${own.id}`,
  );
  expect([await by(own), await by(fresh)], "bar 48: the old one has ended").toEqual(["bad_signature", "ok"]);
  // A thousand wrong signatures keep nobody out whose signature is right.
  const wrong = { ...signedHeaders(fresh, both), "x-ons-signature": "0".repeat(64) };
  const flood = await Promise.all(Array.from({ length: isFull ? 1000 : 60 }, () => send(address, wrong, both)));
  expect(Object.keys(tally(flood)).filter(code => !/^(bad_signature|rate_limited)$/.test(code))).toEqual([]);
  expect(await by(fresh)).toBe("ok");
});

const rounds = isFull ? 20 : 2;

test("bars 46 and 96: fifty activations of one member at once, by a partner and from inside, in two processes, are one", async ({
  staff,
  address,
}) => {
  test.setTimeout(300_000);
  const own = await newContractor(await staff("admin"));
  const inside = { Authorization: `Bearer ${env.internalApiToken}`, "Content-Type": "application/json" };
  for (let round = 0; round < rounds; round++) {
    const [body, secondsBack] = [newBody(own), clockBack()];
    const direct = { parent_subscription_id: own.contractId, plan_subscription_id: own.gold };
    const { phone_number, email_id, name, dob, gender } = body;
    const member = { phone_number, email_id, name, dob, gender };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => {
        const where = at % 2 ? address : beside.address;
        if (at % 4 > 1) return call(where, own, { path, body: asBytes(body), timestamp: secondsBack(at) });
        const given = { ...direct, member };
        return send(where, inside, { path: "/api/v1/beneficiary/activate-member", body: asBytes(given) });
      }),
    );
    const counts = tally(answers);
    expect(counts.ok, JSON.stringify(counts)).toBe(1);
    expect(Object.keys(counts).filter(code => !/^(ok|already_active|activation_in_progress)$/.test(code))).toEqual([]);
    await expectOneOf(own, body);
  }
});

test("bar 96: fifty at once over HTTP through every door that is open, in two processes, are one, in each state that leads to a plan", async ({
  staff,
  address,
  caller,
}) => {
  test.setTimeout(300_000);
  const admin = await staff("admin");
  const own = await newContractor(admin);
  const expectOne = async (runner: Runner) => {
    const answers = await rush(runner, [address, beside.address]);
    const [counts, begun] = [tally(answers), await begunOf(runner)];
    expect(begun).toMatchObject({ active: 1, mails: 1, audits: 1, granted: 1 });
    // Whose time has come may be found by the worker first.
    expect(counts.ok ?? 0, JSON.stringify(counts)).toBe(begun?.byCall);
    expect(Object.keys(counts).filter(code => !/^(ok|already_active|activation_in_progress)$/.test(code))).toEqual([]);
    for (const { status } of answers) expect([200, 409]).toContain(status);
  };
  for (let round = 0; round < rounds; round++) {
    await expectOne(await newDue(own, admin.request));
    await expectOne(await newVerified(own, admin.request, await caller()));
  }
});

if (isFull)
  test("bars 47 and 104: where a plan's row is held each of two hundred calls is answered within five seconds, nobody idles in a transaction, and what failed may be sent again as it was", async ({
    staff,
  }) => {
    test.setTimeout(300_000);
    const own = await newContractor(await staff("admin"));
    const back = clockBack();
    const calls = Array.from({ length: 200 }, (_, at): SignedCall & { one: ReturnType<typeof newBody> } => {
      const one = newBody(own);
      const headers = { "Idempotency-Key": `call ${at}` };
      return { one, path, body: asBytes(one), timestamp: back(at), headers };
    });
    const timed = async (one: SignedCall) => {
      const since = performance.now();
      const answer = await call(beside.address, own, one);
      return { ...answer, seconds: (performance.now() - since) / 1000 };
    };
    const idle =
      "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'gangway' AND state LIKE 'idle in%' AND state_change < now() - interval '5 s'";
    const answers = await withConnection(env.databaseUrl, async client => {
      await client.query("BEGIN; SET LOCAL ROLE gangway_system");
      await client.query("SELECT FROM plan_subscription WHERE id = $1 FOR UPDATE", [own.gold]);
      const told = await Promise.all(calls.map(timed));
      expect((await client.query(idle)).rows).toEqual([{ count: 0 }]);
      await client.query("ROLLBACK");
      return told;
    });
    expect(tally(answers)).toEqual({ unavailable: 200 });
    expect(Math.max(...answers.map(({ seconds }) => seconds))).toBeLessThan(5);
    for (const { headers } of answers) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    const [first] = calls as [(typeof calls)[0]];
    expect((await call(beside.address, own, first)).status, "the same bytes and the same key").toBe(200);
    await expectOneOf(own, first.one);
  });
