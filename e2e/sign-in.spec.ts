import { randomInt } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { expect, test } from "./fixtures";
import { dataOf, newPhoneNumber, post, readCode } from "./people";

const auth = "/api/v1/auth";
const challengeOf = (id: string) =>
  transaction("system", tx => tx.otpChallenge.findUniqueOrThrow({ where: { id }, select: { attempts: true } }));

/** Asks for a code as a browser would and reads it where it arrives. */
async function ask(request: APIRequestContext, phoneNumber = newPhoneNumber()) {
  const { challenge_id: challengeId } = await post(request, `${auth}/send-otp`, { phone_number: phoneNumber }, 202);
  return { challengeId, phoneNumber, code: await readCode(request, phoneNumber) };
}

const verify = (request: APIRequestContext, challengeId: unknown, otp: unknown, headers = {}) =>
  request.post(`${auth}/verify-otp`, { data: { challenge_id: challengeId, otp }, headers });

/** A code that is not the right one. */
const wrongFor = (code: string, step = randomInt(1, 900_000)) =>
  String((Number(code) + step) % 1_000_000).padStart(6, "0");

test("bar 1: of fifty right answers at once over HTTP one signs in, and one person is made", async ({ caller }) => {
  const request = await caller();
  const { challengeId, phoneNumber, code } = await ask(request);
  const answers = await Promise.all(Array.from({ length: 50 }, () => verify(request, challengeId, code)));
  const statuses = answers.map(answer => answer.status()).sort();
  expect(statuses).toEqual([200, ...Array(49).fill(422)]);
  const people = await transaction("system", tx =>
    tx.user.findMany({ where: { phoneNumber }, select: { sessions: { select: { id: true } } } }),
  );
  expect(people.map(({ sessions }) => sessions.length)).toEqual([1]);
});

const guessesAtOnce = isFull ? 200 : 60;
test(`bar 2: of ${guessesAtOnce} wrong guesses at once over HTTP five are compared, then the code is dead`, async ({
  caller,
}) => {
  const request = await caller();
  const { challengeId, code } = await ask(request);
  const guesses = Array.from({ length: guessesAtOnce }, (_, i) => verify(request, challengeId, wrongFor(code, i + 1)));
  const codes = await Promise.all(guesses.map(async guess => (await (await guess).json()).error.code));
  expect(codes.filter(one => one === "invalid_code")).toHaveLength(5);
  expect(codes.filter(one => one === "too_many_attempts")).toHaveLength(guessesAtOnce - 5);
  const compared = await transaction("system", tx =>
    tx.auditEntry.count({ where: { subjectId: challengeId, action: { in: ["auth.code_wrong", "auth.locked"] } } }),
  );
  expect(compared).toBe(5);
  expect((await challengeOf(challengeId)).attempts).toBe(5);
  const right = await verify(request, challengeId, code);
  expect(right.status()).toBe(429);
  expect(Number(right.headers()["retry-after"])).toBeLessThanOrEqual(900);
});

test("bar 4: a code opens its own challenge only, and only in the browser that asked", async ({ caller }) => {
  const [owner, thief] = [await caller(), await caller()];
  const mine = await ask(owner);
  const other = await ask(owner);
  await ask(thief);
  const refusals = [
    await verify(owner, other.challengeId, mine.code),
    await verify(thief, mine.challengeId, mine.code),
    await thief.post(`${auth}/verify-otp`, { data: { phone_number: mine.phoneNumber, otp: mine.code } }),
    await verify(thief, "a-challenge-that-never-was", mine.code),
  ];
  for (const refusal of refusals) expect((await refusal.json()).error.code).toBe("invalid_code");
  expect((await verify(owner, mine.challengeId, mine.code)).status()).toBe(200);
});

test("bar 5: an old code is refused whatever time the client says it is", async ({ caller }) => {
  const request = await caller();
  const { challengeId, code } = await ask(request);
  await transaction(
    "system",
    tx =>
      tx.$executeRaw`UPDATE otp_challenge SET expires_at = app_now() - interval '1 second' WHERE id = ${challengeId}`,
  );
  const lies = { Date: new Date(Date.now() - 3_600_000).toUTCString(), "X-Request-Time": "0" };
  const late = await verify(request, challengeId, code, lies);
  expect(late.status()).toBe(410);
  expect((await late.json()).error.code).toBe("code_expired");
});

test("bar 9: twenty sends at once, each with another spelling and another forged address, are one message", async ({
  caller,
}) => {
  const request = await caller();
  await ask(request);
  const phoneNumber = newPhoneNumber();
  const digits = phoneNumber.slice(4);
  const wide = phoneNumber.replace(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit)));
  const spellings = [
    { phone_number: phoneNumber },
    { phone_number: `00352 ${digits.slice(0, 3)} ${digits.slice(3)}` },
    { phone_number: `+352 (${digits.slice(0, 3)})-${digits.slice(3)}` },
    { phone_number: digits, country: "LU" },
    { phone_number: wide },
  ];
  const forged = (i: number) => ({
    "X-Forwarded-For": `203.0.113.${i}`,
    "X-Real-IP": `203.0.113.${i}`,
    Forwarded: `for=203.0.113.${i}`,
    "CF-Connecting-IP": `203.0.113.${i}`,
  });
  const sends = Array.from({ length: 20 }, (_, i) =>
    request.post(`${auth}/send-otp`, { data: spellings[i % spellings.length], headers: forged(i) }),
  );
  const answers = await Promise.all(sends);
  expect(answers.map(answer => answer.status())).toEqual(Array(20).fill(202));
  const challenges = await Promise.all(answers.map(async answer => (await dataOf(answer)).challenge_id));
  expect(new Set(challenges).size).toBe(1);
  const messages = await dataOf(await request.get("/api/dev/outbox", { params: { to: phoneNumber } }));
  expect(messages).toHaveLength(1);
  const rows = await transaction("system", tx => tx.auditEntry.findMany({ where: { subjectId: challenges[0] } }));
  expect(rows.map(({ address }) => address)).toEqual([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]);
});

test("bar 21: send, wrong guess and success are written down with masked number, address and agent, never the code", async ({
  caller,
}) => {
  const request = await caller();
  const { challengeId, phoneNumber, code } = await ask(request);
  const agent = "Odd\tAgent %0d%0a [forged] 200 OK";
  const wrong = wrongFor(code);
  await verify(request, challengeId, wrong, { "User-Agent": agent });
  expect((await verify(request, challengeId, code, { "User-Agent": agent })).status()).toBe(200);
  const rows = await transaction("system", async tx => {
    const { id } = await tx.user.findUniqueOrThrow({ where: { phoneNumber }, select: { id: true } });
    const subjects = [challengeId, String(id)];
    return tx.auditEntry.findMany({ where: { subjectId: { in: subjects }, action: { startsWith: "auth." } } });
  });
  const seen = rows.map(({ action }) => action);
  expect(seen).toEqual(expect.arrayContaining(["auth.code_sent", "auth.code_wrong", "auth.signed_in"]));
  for (const row of rows.filter(({ action }) => action !== "auth.role_given")) {
    expect.soft(row.address, row.action).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect.soft(row.agent, row.action).toBeTruthy();
    expect.soft(Math.abs(row.at.getTime() - Date.now()), row.action).toBeLessThan(400 * 86_400_000);
    const told = JSON.stringify(row.detail);
    expect.soft(told).toContain(`•••• ${phoneNumber.slice(-4)}`);
    for (const secret of [code, wrong, phoneNumber, phoneNumber.slice(4)]) expect.soft(told).not.toContain(secret);
  }
});

test("bar 20: while the SMS provider is slow, silent or down, asking takes under two seconds and the code still opens", async ({
  caller,
  sandboxUrl,
}) => {
  const request = await caller();
  for (const fault of ["slow", "hang", "500", "429", "reset"]) {
    await request.put(`${sandboxUrl}/_faults`, { data: { upstream: "twilio", fault, times: 1 } });
    const person = await caller();
    const phoneNumber = newPhoneNumber();
    const since = Date.now();
    const { challenge_id } = await post(person, `${auth}/send-otp`, { phone_number: phoneNumber }, 202);
    expect(Date.now() - since, fault).toBeLessThan(2_000);
    await post(person, `${auth}/verify-otp`, { challenge_id, otp: await readCode(person, phoneNumber) });
    expect((await person.get(`${auth}/me`)).status(), fault).toBe(200);
  }
});
