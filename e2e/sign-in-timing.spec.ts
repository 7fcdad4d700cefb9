import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { mannWhitney, median, medianNoise, shuffled } from "@/lib/platform/testing/statistics";
import { expect, test } from "./fixtures";
import { newPhoneNumber } from "./people";

const auth = "/api/v1/auth";
const [warmUp, rounds] = [20, 200];
/** Whom a round asks for: somebody with an account, and twice somebody without, so that the run measures its own noise. */
const groups = ["known", "unknown", "unknownAgain"] as const;
type Group = (typeof groups)[number];
type Times = Record<Group, number[]>;
type Address = { phone_number: string } | { email: string };

const ways: Record<string, { newAddress: () => Address; enroll: (addresses: Address[]) => Promise<unknown> }> = {
  SMS: {
    newAddress: () => ({ phone_number: newPhoneNumber() }),
    enroll: addresses =>
      transaction("system", tx =>
        tx.user.createMany({
          data: addresses.flatMap(one => ("phone_number" in one ? [{ phoneNumber: one.phone_number }] : [])),
          skipDuplicates: true,
        }),
      ),
  },
  mail: {
    newAddress: () => ({ email: `${randomUUID()}@example.com` }),
    enroll: addresses =>
      transaction("system", tx =>
        tx.user.createMany({
          data: addresses.flatMap(one => ("email" in one ? [{ email: one.email, emailConfirmed: true }] : [])),
        }),
      ),
  },
};

const none = (): Times => ({ known: [], unknown: [], unknownAgain: [] });

async function timed(request: APIRequestContext, path: string, data: object, status: number) {
  const since = performance.now();
  const answer = await request.post(`${auth}/${path}`, { data });
  const took = performance.now() - since;
  expect(answer.status()).toBe(status);
  return { took, data: (await answer.json()).data };
}

/** Sends and guesses in turn for the three groups, in another order each round. */
async function measure(request: APIRequestContext, address: (group: Group, round: number) => Address) {
  const [send, verify] = [none(), none()];
  for (let round = 0; round < warmUp + rounds; round++)
    for (const group of shuffled(groups)) {
      const sent = await timed(request, "send-otp", address(group, round), 202);
      // Six letters would not be compared; of a million codes one is this.
      const guess = { challenge_id: sent.data.challenge_id, otp: "493817" };
      const guessed = await timed(request, "verify-otp", guess, 422);
      if (round < warmUp) continue;
      send[group].push(sent.took);
      verify[group].push(guessed.took);
    }
  return { send, verify };
}

/** Judges one kind of answer; the figures go into the report. */
function compare(times: Times) {
  const strangers = [...times.unknown, ...times.unknownAgain];
  return {
    medians: groups.map(group => Number(median(times[group]).toFixed(2))),
    difference: Math.abs(median(times.known) - median(strangers)),
    noise: medianNoise(strangers),
    p: mannWhitney(times.known, strangers),
  };
}

if (isFull)
  for (const [way, { newAddress, enroll }] of Object.entries(ways))
    test(`bar 10: by ${way} the time of 200 answers tells nobody who has an account, neither on sending nor on guessing`, async ({
      caller,
    }) => {
      test.setTimeout(300_000);
      const known = Array.from({ length: warmUp + rounds }, newAddress);
      await enroll(known);
      const pick = (group: Group, round: number) => (group === "known" ? known[round] : undefined) ?? newAddress();
      const { send, verify } = await measure(await caller(), pick);
      for (const [act, times] of Object.entries({ send, verify })) {
        const figures = compare(times);
        test.info().annotations.push({ type: `${act} by ${way}`, description: JSON.stringify(figures) });
        expect.soft(figures.difference, `${act}: ${JSON.stringify(figures)}`).toBeLessThan(3 * figures.noise);
        expect.soft(figures.p, `${act}: ${JSON.stringify(figures)}`).toBeGreaterThan(0.001);
      }
    });
