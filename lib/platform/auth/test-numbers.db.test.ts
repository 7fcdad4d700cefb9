import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import { randomToken } from "../crypto";
import { transaction } from "../db";
import { parseEnv } from "../env";
import { listMessages } from "../notifications/queries";
import { type Arrive, sendOtp, verifyOtp } from "./service";

const tester = "+352621999001";
const lastDay = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
vi.stubEnv("OTP_TEST_NUMBERS", `${tester}:135790, +352621999002:024680`);
vi.stubEnv("OTP_TEST_NUMBERS_UNTIL", lastDay);

const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
const from = { address: "2001:db8::1", agent: "test" };

/** Asks for a code and answers with the fixed one; returns how that went. */
async function tryFixed(phoneNumber: string, otp = "135790"): Promise<string> {
  const browser = randomToken(24);
  const { challengeId } = await sendOtp({ phoneNumber }, { browser, ...from });
  return verifyOtp({ challengeId, otp }, { arrive, caller: { browser, ...from } }).then(
    () => "in",
    (error: { code: string }) => error.code,
  );
}

test("D19: a test number has a fixed code, gets no message, and its code opens no other number", async () => {
  expect(await tryFixed(tester)).toBe("in");
  expect(await tryFixed("+352621999002", "024680")).toBe("in");
  expect(await tryFixed(tester, "024680")).toBe("invalid_code");
  expect(await listMessages({})).toEqual([]);
  expect(await tryFixed("+352621998003")).toBe("invalid_code");
  expect(await listMessages({ to: "+352621998003" })).toHaveLength(1);
});

test("D19: after its last day a test number is a number like any other", async () => {
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${4 * 86_400})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = excluded.advance_seconds`,
  );
  expect(await tryFixed(tester)).toBe("invalid_code");
  expect(await listMessages({ to: tester })).toHaveLength(1);
});

test("D19: production refuses to start with test numbers, and nowhere have they no end", () => {
  const secret = () => randomBytes(32).toString("base64");
  const whole = {
    APP_ENV: "test",
    APP_URL: "https://gangway.example",
    DATABASE_URL: "postgresql://nobody@127.0.0.1/nothing",
    SMTP_URL: "smtp://mail.example",
    AUTH_SECRET: secret(),
    OTP_PEPPER: secret(),
    ENCRYPTION_KEYS: `k1:${secret()}`,
    CRON_SECRET: secret(),
    INTERNAL_API_TOKEN: secret(),
    METRICS_TOKEN: secret(),
    OTP_TEST_NUMBERS: `${tester}:135790`,
    OTP_TEST_NUMBERS_UNTIL: lastDay,
  };
  const twilio = { TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "token", TWILIO_FROM: "+15005550006" };
  const production = { ...whole, ...twilio, APP_ENV: "production" };
  expect(() => parseEnv(production)).toThrow("OTP_TEST_NUMBERS must not be set in production");
  expect(() => parseEnv({ ...production, OTP_TEST_NUMBERS: undefined })).not.toThrow();
  expect(() => parseEnv({ ...whole, OTP_TEST_NUMBERS_UNTIL: undefined })).toThrow("fixed codes need an end");
  for (const wrong of [tester, `${tester}:12345`, "621999001:123456", `${tester}=123456`])
    expect(() => parseEnv({ ...whole, OTP_TEST_NUMBERS: wrong }), wrong).toThrow("OTP_TEST_NUMBERS");
});
