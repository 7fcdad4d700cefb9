import type { APIRequestContext } from "@playwright/test";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./fixtures";
import { newCaller, newPhoneNumber, post, readCode, signIn } from "./people";

const auth = "/api/v1/auth";
const hour = 3_600;
const anotherCode = (code: string, step: number) => String((Number(code) + step) % 1_000_000).padStart(6, "0");

/** A product of its own, because its clock is moved by hours; `seconds` is how far. */
class Clock {
  seconds = 0;

  constructor(readonly request: APIRequestContext) {}

  async advance(seconds: number): Promise<void> {
    if (seconds <= 0) return;
    await post(this.request, "/api/dev/clock", { advance_seconds: seconds });
    this.seconds += seconds;
  }
}

/** When guesses were compared with a code, in seconds of the clock; and each wait, with the number of compares before it. */
type Siege = { compares: number[]; waits: { seconds: number; after: number }[]; codes: number };

type World = { clock: Clock; newBrowser: () => Promise<APIRequestContext> };

/** Asks until a code comes, waiting as long as each refusal says; returns the challenge. */
async function extort(request: APIRequestContext, phoneNumber: string, { clock }: World, siege: Siege) {
  for (;;) {
    const answer = await request.post(`${auth}/send-otp`, { data: { phone_number: phoneNumber } });
    const { data, error } = await answer.json();
    if (answer.status() === 202) return data.challenge_id as string;
    expect(["too_many_attempts", "rate_limited"]).toContain(error.code);
    siege.waits.push({ seconds: data.retry_after, after: siege.compares.length });
    await clock.advance(data.retry_after);
  }
}

/** One round: up to three browsers get a code each, as many as may be alive, and each is guessed at until it is dead. */
async function besiege(phoneNumber: string, browsers: number, world: World, siege: Siege): Promise<void> {
  const open: { request: APIRequestContext; challenge_id: string; code: string }[] = [];
  for (let i = 0; i < browsers; i++) {
    const request = await world.newBrowser();
    const challenge_id = await extort(request, phoneNumber, world, siege);
    open.push({ request, challenge_id, code: await readCode(request, phoneNumber) });
    siege.codes++;
  }
  for (const { request, challenge_id, code } of open)
    for (let guess = 1; guess <= 7; guess++) {
      const otp = anotherCode(code, guess * 7919);
      const answer = await request.post(`${auth}/verify-otp`, { data: { challenge_id, otp } });
      const { error } = await answer.json();
      if (error.code === "invalid_code") siege.compares.push(world.clock.seconds);
      else expect(error.code).toMatch(/too_many_attempts|code_expired/);
    }
}

const mostInAnyHour = (compares: number[]) =>
  Math.max(...compares.map(start => compares.filter(at => at >= start && at < start + hour).length));

for (const [browsers, how] of [
  [1, "a code after another"],
  [3, "three codes at a time"],
] as const)
  test(`bar 3: thirty codes, ${how}, five guesses each: far fewer than a hundred are compared in an hour, and the owner is back within a quarter of one`, async ({
    playwright,
  }) => {
    test.setTimeout(120_000);
    const product = await OwnProduct.start();
    const made: APIRequestContext[] = [];
    const newBrowser = async () => {
      const request = await newCaller(playwright.request, product.address);
      made.push(request);
      return request;
    };
    try {
      const world = { clock: new Clock(await newBrowser()), newBrowser };
      const [phoneNumber, home] = [newPhoneNumber(), await newBrowser()];
      await signIn(home, phoneNumber);
      const siege: Siege = { compares: [], waits: [], codes: 0 };
      await besiege(phoneNumber, browsers, world, siege);
      await besiege(phoneNumber, browsers, world, siege);

      await test.step("a browser of the owner's that nobody knows waits no longer than a quarter of an hour", async () => {
        const abroad = await newBrowser();
        const refused = await abroad.post(`${auth}/send-otp`, { data: { phone_number: phoneNumber } });
        expect(refused.status()).toBe(429);
        const wait = (await refused.json()).data.retry_after;
        expect(wait).toBeLessThanOrEqual(900);
        siege.waits.push({ seconds: wait, after: siege.compares.length });
        await world.clock.advance(wait);
        await signIn(abroad, phoneNumber);
      });

      while (siege.codes < 30) await besiege(phoneNumber, browsers, world, siege);
      // An hour touches five quarters; of each the lock lets ten through, and what three codes had left when it fell.
      expect(mostInAnyHour(siege.compares)).toBeLessThanOrEqual(5 * (browsers === 1 ? 10 : 15));
      expect(siege.waits[0]?.after, "wrong guesses add up over the codes").toBeLessThanOrEqual(15);
      expect(Math.max(...siege.waits.map(({ seconds }) => seconds)), "the waits grow").toBeGreaterThan(hour);
      await product.database.query("SET ROLE gangway_system");
      const { rows } = await product.database.query("SELECT max(attempts) AS tries FROM otp_challenge");
      expect(rows[0].tries, "per code").toBe(5);

      await test.step("the browser that the owner used before gets in at once", async () => {
        await signIn(home, phoneNumber);
        expect((await home.get(`${auth}/me`)).status()).toBe(200);
      });
    } finally {
      for (const request of made) await request.dispose();
      await product.end();
    }
  });
