import { randomInt, randomUUID } from "node:crypto";
import { type APIRequestContext, expect } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { dumpTables, findTraces, formsOf, readLogs, since, type Traces } from "@/lib/platform/testing/traces";
import { test } from "./fixtures";
import { newPhoneNumber, post, readCode, signIn, signUpStore } from "./people";
import { rawRequest, sendRaw } from "./raw-http";

const auth = "/api/v1/auth";
const anotherCode = (code: string) => String((Number(code) + randomInt(1, 900_000)) % 1_000_000).padStart(6, "0");

async function ask(request: APIRequestContext, phoneNumber = newPhoneNumber()) {
  const { challenge_id } = await post(request, `${auth}/send-otp`, { phone_number: phoneNumber }, 202);
  return { challenge_id, code: await readCode(request, phoneNumber) };
}

/** Signs in through next-auth's own door. */
async function answerNextAuth(request: APIRequestContext, challengeId: string, otp: string): Promise<number> {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const form = { csrfToken, challengeId, otp, json: "true" };
  return (await request.post("/api/auth/callback/credentials", { form })).status();
}

const findMessage = (recipient: string) =>
  transaction("system", tx => tx.outboxMessage.findFirstOrThrow({ where: { recipient } }));

/** Sends messages until one of them meets the fault, since other tests send too; returns the code that was in it. */
async function sendInto(rule: object, sandboxUrl: string, send: () => Promise<{ to: string; code: string }>) {
  for (let turn = 0; turn < 5; turn++) {
    await fetch(`${sandboxUrl}/_faults`, { method: "PUT", body: JSON.stringify({ ...rule, times: 1 }) });
    const { to, code } = await send();
    const isTried = async () => (await findMessage(to)).attempts > 0 && (await findMessage(to)).nextAttemptAt === null;
    const hasFailed = async () => (await findMessage(to)).errorCode !== null;
    await expect.poll(async () => (await isTried()) || (await hasFailed()), { timeout: 20_000 }).toBe(true);
    if (await hasFailed()) return code;
  }
  throw new Error("no message of ours met the fault");
}

type Flow = () => Promise<string[]>;

/** Ways of a code through the product; each returns the codes, right and wrong, that were on the way. */
function flows(caller: () => Promise<APIRequestContext>, sandboxUrl: string): Record<string, Flow> {
  const bySms = async () => {
    const to = newPhoneNumber();
    return { to, code: (await ask(await caller(), to)).code };
  };
  const byMail = async () => {
    const to = `${randomUUID()}@example.com`;
    await transaction("system", tx => tx.user.create({ data: { email: to, emailConfirmed: true } }));
    const request = await caller();
    await post(request, `${auth}/send-otp`, { email: to }, 202);
    return { to, code: await readCode(request, to) };
  };
  return {
    "a right code": async () => {
      const request = await caller();
      const { challenge_id, code } = await ask(request);
      await post(request, `${auth}/verify-otp`, { challenge_id, otp: code });
      return [code];
    },
    "a wrong code": async () => {
      const request = await caller();
      const { challenge_id, code } = await ask(request);
      const otp = anotherCode(code);
      await post(request, `${auth}/verify-otp`, { challenge_id, otp }, 422);
      return [code, otp];
    },
    "next-auth, wrong and right": async () => {
      const request = await caller();
      const { challenge_id, code } = await ask(request);
      const otp = anotherCode(code);
      expect(await answerNextAuth(request, challenge_id, otp)).toBe(401);
      expect(await answerNextAuth(request, challenge_id, code)).toBe(200);
      return [code, otp];
    },
    "a code in broken bodies and odd places": async () => {
      const request = await caller();
      const { challenge_id, code } = await ask(request);
      const headers = { "Content-Type": "application/json" };
      for (const data of [`{"otp":"${code}"`, `{"otp":[${code}]}`, `{"otp":"${code}","otp2":"${code}"}`, code])
        await request.post(`${auth}/verify-otp`, { data: Buffer.from(data), headers });
      await request.get(`${auth}/verify-otp?otp=${code}`);
      await request.get(`/login?challenge=${challenge_id}&otp=${code}`);
      await request.post("/login", { data: Buffer.from(`["${code}"]`), headers: { "Next-Action": "x" } });
      return [code];
    },
    "the sign-up of a store": async () => {
      const owner = await signUpStore(await caller());
      return [await readCode(owner.request, owner.phoneNumber)];
    },
    "an SMS that is refused": async () => [await sendInto({ upstream: "twilio", fault: "401" }, sandboxUrl, bySms)],
    "an SMS that breaks off": async () => [await sendInto({ upstream: "twilio", fault: "reset" }, sandboxUrl, bySms)],
    "a mail that is refused": async () => [await sendInto({ upstream: "smtp", fault: "401" }, sandboxUrl, byMail)],
  };
}

const everything = async (): Promise<Traces> => new Map([...readLogs(), ...(await dumpTables())]);

test("bar 7: whatever way a code goes, it stands in no table, queue or log, in clear or in any spelling", async ({
  caller,
  sandboxUrl,
}) => {
  // Six digits turn up by chance somewhere; a leak does so every time.
  const rounds: Record<string, string[]>[] = [];
  for (let round = 0; round < 2; round++) {
    const before = await everything();
    const codes: Record<string, string[]> = {};
    for (const [name, flow] of Object.entries(flows(caller, sandboxUrl))) codes[name] = await flow();
    const added = since(before, await everything());
    expect([...added.keys()]).toEqual(expect.arrayContaining(["web.log", "worker.log", "otp_challenge", "pgboss.job"]));
    const places = (of: string[]) => of.flatMap(code => findTraces(added, formsOf(code)));
    rounds.push(Object.fromEntries(Object.entries(codes).map(([name, of]) => [name, places(of)])));
  }
  for (const [name, first] of Object.entries(rounds[0] ?? {})) {
    const again = rounds[1]?.[name] ?? [];
    expect.soft(again.length > 0 ? first : [], `${name}: ${again.join("\n")}`).toEqual([]);
  }
});

/** Is this line a whole record of ours, and not the one that somebody tried to slip in? */
function isRecord(line: string, forged: string): boolean {
  if (!line.startsWith("{")) return false;
  const { level, time, msg } = JSON.parse(line);
  return typeof level === "number" && typeof time === "string" && typeof msg === "string" && msg !== forged;
}

test("bar 21: no text of a caller's makes a line in a log or in the trail", async ({ caller, address }) => {
  const marker = `forged-${randomUUID()}`;
  const record = JSON.stringify({ level: 60, time: new Date().toISOString(), pid: 1, msg: marker });
  const before = readLogs();
  const request = await caller();
  await signIn(request, newPhoneNumber());
  for (const end of ["\r\n", "\n", "\r", "\u2028", "\u0085"]) {
    const text = `x${end}${record}`;
    const inUrl = encodeURIComponent(text);
    for (const path of ["/login?next=", "/choose?next=", "/api/auth/signin?callbackUrl=", "/store/", "/api/v1/"])
      await request.get(path + inUrl, { maxRedirects: 0 });
    for (const body of [{ phone_number: text }, { email: `${text}@example.com` }, { phone_number: newPhoneNumber() }])
      await request.post(`${auth}/send-otp`, { data: body, headers: { Referer: `${address}/?${inUrl}` } });
    await request.post(`${auth}/verify-otp`, { data: { challenge_id: text.slice(0, 60), otp: text } });
    await request.post("/login", { data: Buffer.from(text), headers: { "Next-Action": "0".repeat(42) } });
    await request.post("/api/auth/_log", { form: { level: "error", code: text, message: text, stack: text } });
    const bytes = Buffer.from(text).toString("latin1");
    for (const name of ["User-Agent", "Referer", "X-Request-Id", "Cookie"])
      await sendRaw(address, rawRequest("GET /login", { [name]: bytes }));
    // Of these ends only some may stand in a header at all; then the trail has them.
    const body = JSON.stringify({ phone_number: newPhoneNumber() });
    const headers = { Origin: address, "User-Agent": bytes, "Content-Type": "application/json" };
    const length = { "Content-Length": String(body.length) };
    await sendRaw(address, rawRequest(`POST ${auth}/send-otp`, { ...headers, ...length }, body));
  }
  const lines = [...since(before, readLogs()).values()].flat();
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter(line => !isRecord(line, marker))).toEqual([]);
  const rows = await transaction("system", tx =>
    tx.auditEntry.findMany({ where: { agent: { contains: marker } }, select: { agent: true, detail: true } }),
  );
  expect(rows.length, "some came through").toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/[\p{Cc}\u2028\u2029]|\\n|\\u00/u);
});
