import { beforeEach, expect, test } from "vitest";
import { randomToken } from "../crypto";
import { transaction } from "../db";
import { AppError } from "../errors";
import { listMessages } from "../notifications/queries";
import { type Arrive, sendOtp, verifyOtp } from "./service";

const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
let from = { address: "", agent: "test" };
let serial = 100_000;
let phoneNumber = "";
beforeEach(() => {
  // Far apart, so that no two tests share a block of a thousand numbers, and an address each for its own budget.
  serial += 1013;
  from = { address: `2001:db8:${serial.toString(16).slice(-4)}::1`, agent: "test" };
  phoneNumber = `+352621${serial}`;
});

const newBrowser = () => randomToken(24);
const send = (browser: string, to: string = phoneNumber) => sendOtp({ phoneNumber: to }, { browser, ...from });
const verify = (browser: string, challengeId: string, otp: string) =>
  verifyOtp({ challengeId, otp }, { arrive, caller: { browser, ...from } });
const codes = async () => (await listMessages({ to: phoneNumber })).map(message => message.code ?? "");
const newestCode = async () => (await codes())[0] ?? "";
const wrongFor = (code: string) => (code === "000000" ? "000001" : "000000");
const advance = (seconds: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
    INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
    ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.unreachable("was not refused"),
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return error;
    },
  );
async function outcomes(calls: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(calls)) {
    const name = result.status === "fulfilled" ? "ok" : ((result.reason as AppError).code ?? "thrown");
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test("a right code makes an account and a session, once", async () => {
  const browser = newBrowser();
  const { challengeId, ...facts } = await send(browser);
  expect(facts).toEqual({ expiresIn: 300, resendIn: 60, to: `•••• ${phoneNumber.slice(-4)}` });
  const code = await newestCode();
  const signedIn = await verify(browser, challengeId, code);
  expect(signedIn).toMatchObject({
    isNewUser: true,
    redirectTo: "/",
    roles: [{ role: "practitioner", storeId: null }],
  });
  expect((await refusal(verify(browser, challengeId, code))).code).toBe("invalid_code");
  const again = newBrowser();
  const second = await send(again);
  expect(await verify(again, second.challengeId, await newestCode())).toMatchObject({
    isNewUser: false,
    userId: signedIn.userId,
  });
});

test("bar 1: fifty right answers at once open one session for one person", async () => {
  const browser = newBrowser();
  const { challengeId } = await send(browser);
  const code = await newestCode();
  const counts = await outcomes(Array.from({ length: 50 }, () => verify(browser, challengeId, code)));
  expect(counts.ok).toBe(1);
  expect((counts.invalid_code ?? 0) + (counts.too_many_attempts ?? 0)).toBe(49);
  const people = await transaction("system", tx =>
    tx.user.findMany({ where: { phoneNumber }, include: { sessions: true } }),
  );
  expect(people.map(person => person.sessions.length)).toEqual([1]);
});

test("bar 2: of 200 wrong guesses at once five are compared, then the code is dead", async () => {
  const browser = newBrowser();
  const { challengeId } = await send(browser);
  const code = await newestCode();
  const counts = await outcomes(Array.from({ length: 200 }, () => verify(browser, challengeId, wrongFor(code))));
  expect(counts).toEqual({ invalid_code: 5, too_many_attempts: 195 });
  const compared = await transaction("system", tx =>
    tx.auditEntry.count({ where: { subjectId: challengeId, action: { in: ["auth.code_wrong", "auth.locked"] } } }),
  );
  expect(compared).toBe(5);
  const late = await refusal(verify(browser, challengeId, code));
  expect(late).toMatchObject({ code: "too_many_attempts", status: 429 });
  expect(late.retryAfterSeconds).toBeGreaterThan(0);
});

test("wrong tries say how many are left", async () => {
  const browser = newBrowser();
  const { challengeId } = await send(browser);
  const wrong = wrongFor(await newestCode());
  const left: unknown[] = [];
  for (let i = 0; i < 5; i++) left.push((await refusal(verify(browser, challengeId, wrong))).data?.triesLeft);
  expect(left).toEqual([4, 3, 2, 1, 0]);
  await advance(61);
  await send(browser);
  const kept = await transaction("system", tx => tx.otpChallenge.findUniqueOrThrow({ where: { id: challengeId } }));
  expect(kept, "a new code forgets no guess").toMatchObject({ attempts: 0, wrongBefore: 5, sends: 2 });
});

test("bar 3: ten wrong guesses over all codes close the door for new ones, for at most a quarter of an hour", async () => {
  for (const browser of [newBrowser(), newBrowser()]) {
    const { challengeId } = await send(browser);
    const wrong = wrongFor(await newestCode());
    for (let i = 0; i < 5; i++) await refusal(verify(browser, challengeId, wrong));
  }
  const closed = await refusal(send(newBrowser()));
  expect(closed.code).toBe("too_many_attempts");
  expect(closed.retryAfterSeconds).toBeGreaterThan(800);
  expect(closed.retryAfterSeconds).toBeLessThanOrEqual(900);
  await advance(901);
  await expect(send(newBrowser())).resolves.toMatchObject({ resendIn: 60 });
});

test("bar 11: a challenge made before the lock keeps its tries", async () => {
  const owner = newBrowser();
  const mine = await send(owner);
  const code = await newestCode();
  for (const browser of [newBrowser(), newBrowser()]) {
    const { challengeId } = await send(browser);
    const wrong = wrongFor(await newestCode());
    for (let i = 0; i < 5; i++) await refusal(verify(browser, challengeId, wrong));
  }
  expect((await refusal(send(newBrowser()))).code).toBe("too_many_attempts");
  await expect(verify(owner, mine.challengeId, code)).resolves.toMatchObject({ isNewUser: true });
});

test("bar 4: a resend replaces the code of its own challenge only", async () => {
  const [browser, other] = [newBrowser(), newBrowser()];
  const theirs = await send(other);
  const theirCode = await newestCode();
  const mine = await send(browser);
  const oldCode = await newestCode();
  await advance(61);
  const again = await send(browser);
  expect(again).toMatchObject({ challengeId: mine.challengeId, expiresIn: 300, resendIn: 90 });
  const newCode = await newestCode();
  if (oldCode !== newCode)
    expect((await refusal(verify(browser, mine.challengeId, oldCode))).code).toBe("invalid_code");
  await expect(verify(other, theirs.challengeId, theirCode)).resolves.toBeDefined();
  await expect(verify(browser, mine.challengeId, newCode)).resolves.toBeDefined();
});

test("bar 4: a code of another browser, number or challenge is refused like an unknown one", async () => {
  const [browser, thief] = [newBrowser(), newBrowser()];
  const mine = await send(browser);
  const code = await newestCode();
  const theirs = await send(thief);
  const foreign = await refusal(verify(thief, mine.challengeId, code));
  const unknown = await refusal(verify(thief, "nothing", code));
  expect([foreign.code, foreign.data]).toEqual([unknown.code, unknown.data]);
  if (code !== (await newestCode()))
    expect((await refusal(verify(thief, theirs.challengeId, code))).code).toBe("invalid_code");
  await expect(verify(browser, mine.challengeId, code)).resolves.toBeDefined();
});

test("bar 5: a code is dead after its 300 seconds", async () => {
  const browser = newBrowser();
  const { challengeId } = await send(browser);
  const code = await newestCode();
  await advance(301);
  expect(await refusal(verify(browser, challengeId, code))).toMatchObject({ code: "code_expired", status: 410 });
  const renewed = await sendOtp({ challengeId }, { browser, ...from });
  expect(renewed.challengeId).not.toBe(challengeId);
  await expect(verify(browser, renewed.challengeId, await newestCode())).resolves.toBeDefined();
});

test("bar 9: twenty requests at once in any spelling send one message", async () => {
  const browser = newBrowser();
  const spaced = `00352 ${phoneNumber.slice(4, 7)} ${phoneNumber.slice(7)}`;
  const sent = await Promise.all(Array.from({ length: 20 }, (_, i) => send(browser, i % 2 ? spaced : phoneNumber)));
  expect(new Set(sent.map(view => view.challengeId)).size).toBe(1);
  expect(await codes()).toHaveLength(1);
});

test("three challenges are alive per number; the next waits for room", async () => {
  for (let i = 0; i < 3; i++) await send(newBrowser());
  const full = await refusal(send(newBrowser()));
  expect(full.code).toBe("rate_limited");
  expect(full.retryAfterSeconds).toBeLessThanOrEqual(300);
  expect(await codes()).toHaveLength(3);
});

test("the sixth message of a browser in ten minutes is refused and not sent", async () => {
  const browser = newBrowser();
  for (let i = 0; i < 5; i++) {
    const { challengeId } = await send(browser);
    await verify(browser, challengeId, await newestCode());
  }
  expect((await refusal(send(browser))).code).toBe("rate_limited");
  expect(await codes()).toHaveLength(5);
  await expect(send(newBrowser())).resolves.toBeDefined();
});

test("bar 8: of a block of a thousand numbers twenty get a message in ten minutes, from however many addresses", async () => {
  const block = phoneNumber.slice(0, -3);
  const pump = (i: number) =>
    sendOtp(
      { phoneNumber: `${block}${String(i).padStart(3, "0")}` },
      { browser: newBrowser(), address: `198.51.100.${i}`, agent: "pump" },
    );
  expect(await outcomes(Array.from({ length: 30 }, (_, i) => pump(i)))).toEqual({ ok: 20, rate_limited: 10 });
});

test("an address that nobody confirmed gets the same answer and no mail; a confirmed one signs in", async () => {
  const email = `anna${serial}@example.com`;
  const ask = (browser: string) => sendOtp({ email: email.toUpperCase() }, { browser, ...from });
  const strange = await ask(newBrowser());
  expect(await listMessages({ to: email })).toEqual([]);
  const user = await transaction("system", tx => tx.user.create({ data: { email, emailConfirmed: true } }));
  const browser = newBrowser();
  const known = await ask(browser);
  expect({ ...known, challengeId: "" }).toEqual({ ...strange, challengeId: "" });
  const [mail] = await listMessages({ to: email });
  expect(mail).toMatchObject({ channel: "email", code: expect.stringMatching(/^\d{6}$/) });
  await expect(verify(browser, known.challengeId, mail?.code ?? "")).resolves.toMatchObject({ userId: user.id });
});

test("ten first sign-ins of one number at once make one person", async () => {
  const browsers = [newBrowser(), newBrowser(), newBrowser()];
  const challenges = await Promise.all(browsers.map(browser => send(browser)));
  const messages = await codes();
  const tries = browsers.flatMap((browser, i) =>
    messages.map(code => verify(browser, challenges[i]?.challengeId ?? "", code)),
  );
  expect((await outcomes(tries)).ok).toBe(3);
  expect(await transaction("system", tx => tx.user.count({ where: { phoneNumber } }))).toBe(1);
});

test("a number that means to enter the admin's desk does not become a practitioner", async () => {
  const browser = newBrowser();
  const { challengeId } = await sendOtp({ phoneNumber, audience: "admin" }, { browser, ...from });
  expect((await refusal(verify(browser, challengeId, await newestCode()))).code).toBe("forbidden");
  expect(await transaction("system", tx => tx.user.count({ where: { phoneNumber } }))).toBe(0);
});

test("only who comes as a practitioner becomes one besides what they are; who comes for something else does not", async () => {
  const user = await transaction("system", tx => tx.user.create({ data: { phoneNumber } }));
  const rolesAfter = async (audience: "customer" | "practitioner") => {
    const browser = newBrowser();
    const { challengeId } = await sendOtp({ phoneNumber, audience }, { browser, ...from });
    const { userId, roles } = await verify(browser, challengeId, await newestCode());
    expect(userId).toBe(user.id);
    return roles.map(({ role }) => role);
  };
  expect(await rolesAfter("customer")).toEqual([]);
  expect(await rolesAfter("practitioner")).toEqual(["practitioner"]);
  expect(await rolesAfter("practitioner")).toEqual(["practitioner"]);
  const given = await transaction("system", tx =>
    tx.auditEntry.count({ where: { action: "auth.role_given", subjectId: String(user.id) } }),
  );
  expect(given).toBe(1);
});

test("bar 7: the code is in no table but encrypted", async () => {
  const browser = newBrowser();
  await send(browser);
  const code = await newestCode();
  const dump = await transaction("system", async tx => {
    const tables = [
      await tx.otpChallenge.findMany(),
      await tx.auditEntry.findMany(),
      await tx.outboxMessage.findMany(),
    ];
    return JSON.stringify([...tables, await tx.$queryRaw`SELECT data FROM pgboss.job`]);
  });
  // As a word: of the digits of a hash six in a row may be the same by chance.
  expect(dump.match(new RegExp(`(?<!\\w)${code}(?!\\w)`))).toBeNull();
  expect(dump).not.toContain(browser);
});
