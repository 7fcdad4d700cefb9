import { isFull } from "@/lib/platform/testing/full-form";
import { median, medianNoise, shuffled } from "@/lib/platform/testing/statistics";
import { expect, test } from "./fixtures";
import {
  callingAddress,
  newPartner,
  oneRecord,
  type Partner,
  signatureOf,
  signedHeaders,
  unixSeconds,
} from "./own-partner";
import { newPhoneNumber } from "./people";

const [warmUp, rounds] = [100, 2_000];

/** What is wrong with a request, each in turn; the one that comes twice says how far equal ones lie apart. */
const kinds = ["firstByte", "firstByteAgain", "lastByte", "unknown", "disabled"] as const;
type Kind = (typeof kinds)[number];
/** Whose times must not be told from the first's. */
const compared = ["lastByte", "unknown", "disabled"] as const;

const other = (digit: string | undefined) => (digit === "0" ? "1" : "0");
const wrongIn: Record<"first" | "last", (hex: string) => string> = {
  first: hex => other(hex[0]) + hex.slice(1),
  last: hex => hex.slice(0, -1) + other(hex.at(-1)),
};

if (isFull)
  test(`bar 49: by the time of ${rounds} refusals each nobody learns which byte of a signature is wrong, nor whether an account is there or closed`, async ({
    staff,
    address,
  }) => {
    test.setTimeout(1_200_000);
    const admin = await staff("admin");
    const [own, closed] = [await newPartner(admin), await newPartner(admin)];
    await admin.request.post(`/api/v1/admin/partners/${closed.id}/disable`, { data: { reason: "no longer with us" } });
    // As long as the others, and nobody's.
    const nobody: Partner = { ...own, id: own.id.replace("acct", "none") };
    const body = oneRecord(newPhoneNumber());
    const who: Record<Kind, [Partner, (hex: string) => string]> = {
      firstByte: [own, wrongIn.first],
      firstByteAgain: [own, wrongIn.first],
      lastByte: [own, wrongIn.last],
      unknown: [nobody, wrongIn.first],
      disabled: [closed, wrongIn.first],
    };
    const times: Record<Kind, number[]> = {
      firstByte: [],
      firstByteAgain: [],
      lastByte: [],
      unknown: [],
      disabled: [],
    };
    for (let round = 0; round < warmUp + rounds; round++)
      for (const kind of shuffled(kinds)) {
        const [partner, forge] = who[kind];
        const call = { path: callingAddress, body, timestamp: unixSeconds() };
        const signature = forge(signatureOf(partner, call));
        const headers = { ...signedHeaders(partner, call), "x-ons-signature": `v1=${signature}` };
        const since = performance.now();
        const answer = await fetch(address + callingAddress, { method: "POST", body: new Uint8Array(body), headers });
        await answer.arrayBuffer();
        const took = performance.now() - since;
        expect(answer.status).toBe(401);
        if (round >= warmUp) times[kind].push(took);
      }
    const same = [...times.firstByte, ...times.firstByteAgain];
    const noise = medianNoise(same);
    for (const kind of compared) {
      const difference = Math.abs(median(times[kind]) - median(same));
      const figures = { kind, medians: [median(times[kind]), median(same)], difference, noise };
      test.info().annotations.push({ type: kind, description: JSON.stringify(figures) });
      expect.soft(difference, JSON.stringify(figures)).toBeLessThan(3 * noise);
    }
  });
