import { beforeEach, expect, test } from "vitest";
import { randomToken } from "../crypto";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { listMessages } from "../notifications/queries";
import { revokeDevices } from "./device";
import { type Arrive, sendOtp, verifyOtp } from "./service";
import { signOutEverywhere } from "./sign-out";

const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
let serial = 100_000;
let phoneNumber = "";
let home = { address: "", agent: "home" };
beforeEach(() => {
  serial += 1013;
  phoneNumber = `+352661${serial}`;
  home = { address: `2001:db8:a:${serial.toString(16).slice(-4)}::1`, agent: "home" };
});

type Browser = { browser: string; device: string | null };
const newBrowser = (): Browser => ({ browser: randomToken(24), device: null });
let strangers = 0;
/** A stranger calls from a network of their own, so that only the person's budgets can say no. */
const stranger = () => ({ ...newBrowser(), address: `2001:db8:b:${(++strangers).toString(16)}::1`, agent: "stranger" });

const send = (from: Browser, caller = home) => sendOtp({ phoneNumber }, { ...from, ...caller });
const newestCode = async () => (await listMessages({ to: phoneNumber }))[0]?.code ?? "";
const wrongFor = (code: string) => (code === "000000" ? "000001" : "000000");
const verify = (from: Browser, challengeId: string, otp: string) =>
  verifyOtp({ challengeId, otp }, { arrive, caller: { ...home, ...from } });
async function signIn(from: Browser) {
  const { challengeId } = await send(from);
  const signedIn = await verify(from, challengeId, await newestCode());
  return { ...signedIn, known: { browser: from.browser, device: signedIn.device } };
}
async function guessWrong(from: Browser, caller = home): Promise<string> {
  const { challengeId } = await sendOtp({ phoneNumber }, { ...from, ...caller });
  const wrong = wrongFor(await newestCode());
  for (let i = 0; i < 5; i++) await refusal(verify(from, challengeId, wrong));
  return challengeId;
}
const advance = (seconds: number) =>
  system(
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

test("whoever locks a number with wrong guesses locks strangers out, not the browser that signed in before (bar 11)", async () => {
  const { known } = await signIn(newBrowser());
  for (let i = 0; i < 2; i++) {
    const attacker = stranger();
    await guessWrong(attacker, attacker);
  }
  expect((await refusal(send(newBrowser()))).code).toBe("too_many_attempts");
  const { challengeId } = await send(known);
  await expect(verify(known, challengeId, await newestCode())).resolves.toMatchObject({ isNewUser: false });
});

test("a known browser has a lock of its own, which locks nobody else", async () => {
  const { known } = await signIn(newBrowser());
  await guessWrong(known);
  await advance(61);
  await guessWrong(known);
  await advance(91);
  const locked = await refusal(send(known));
  expect(locked.code).toBe("too_many_attempts");
  expect(locked.retryAfterSeconds).toBeLessThanOrEqual(900);
  await expect(send(newBrowser())).resolves.toMatchObject({ resendIn: 60 });
});

test("strangers use up 25 of the day's 30 messages; the last five are for a known browser, and then it is enough", async () => {
  const { known } = await signIn(newBrowser());
  let sent = 1;
  for (let refused = false; !refused; sent += refused ? 0 : 1) {
    const attacker = stranger();
    refused = await send(attacker, attacker).then(
      () => false,
      () => true,
    );
    await advance(301);
  }
  expect(sent).toBe(25);
  for (let i = 0; i < 5; i++) {
    await advance(601);
    await signIn(known);
  }
  await advance(601);
  expect((await refusal(send(known))).code).toBe("rate_limited");
});

test("a known browser finds room where three strangers wait for a code; the oldest of theirs ends", async () => {
  const { known } = await signIn(newBrowser());
  const [first, second] = [stranger(), stranger()];
  const oldest = await send(first, first);
  await advance(1);
  const younger = await send(second, second);
  const third = stranger();
  await send(third, third);
  expect((await refusal(send(newBrowser()))).code).toBe("rate_limited");
  await expect(send(known)).resolves.toMatchObject({ resendIn: 60 });
  expect((await refusal(verify(first, oldest.challengeId, "000000"))).code).toBe("code_expired");
  expect((await refusal(verify(second, younger.challengeId, "000000"))).code).toBe("invalid_code");
});

test("an emptied block of numbers and an emptied network do not keep a known browser out", async () => {
  const { known } = await signIn(newBrowser());
  const block = phoneNumber.slice(0, -3);
  const pump = (i: number) =>
    sendOtp({ phoneNumber: `${block}${String(i).padStart(3, "0")}` }, { ...newBrowser(), ...home });
  for (let i = 0; i < 19; i++) await pump(i);
  expect((await refusal(pump(900))).code).toBe("rate_limited");
  expect((await refusal(send(newBrowser(), stranger()))).code).toBe("rate_limited");
  await expect(send(known)).resolves.toMatchObject({ resendIn: 60 });
});

test("being known is for one account, and ends with sign-out everywhere", async () => {
  const { known, userId } = await signIn(newBrowser());
  const isKnown = async (challengeId: string) =>
    (await system(tx => tx.otpChallenge.findUniqueOrThrow({ where: { id: challengeId } }))).deviceHash !== null;
  expect(await isKnown((await send(known)).challengeId)).toBe(true);
  const other = `+352671${serial}`;
  expect(await isKnown((await sendOtp({ phoneNumber: other }, { ...known, ...home })).challengeId)).toBe(false);
  await signOutEverywhere(userId, home);
  await advance(301);
  expect(await isKnown((await send(known)).challengeId)).toBe(false);
});

test("a token is kept while it is trusted; one that we did not make, or that was revoked, is replaced", async () => {
  const { known, userId } = await signIn(newBrowser());
  expect((await signIn(known)).device).toBe(known.device);
  const planted = { browser: randomToken(24), device: randomToken(24) };
  expect((await signIn(planted)).device).not.toBe(planted.device);
  await system(tx => revokeDevices(tx, userId));
  expect((await signIn(known)).device).not.toBe(known.device);
  const stored = await system(tx => tx.device.findMany({ where: { userId } }));
  expect(JSON.stringify(stored)).not.toContain(known.device);
});

test("a browser is forgotten 180 days after its last sign-in", async () => {
  const { known } = await signIn(newBrowser());
  await advance(180 * 24 * 3600 + 1);
  const { challengeId } = await send(known);
  const row = await system(tx => tx.otpChallenge.findUniqueOrThrow({ where: { id: challengeId } }));
  expect(row.deviceHash).toBeNull();
});
