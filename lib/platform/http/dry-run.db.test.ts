import { expect, test } from "vitest";
import { z } from "zod";
import { transaction } from "../db";
import { signatureOf, stringToSign } from "../partner/canonical";
import { addPartner } from "../partner/service";
import { route } from "./route";

const account = { id: "acct_asks", name: "Asks", scopes: ["members" as const], defaultRegion: "IN" };
const secret = "a secret of thirty-two characters";
const place = "/api/v1/asked";

let acted = 0;
const handler = route({
  auth: "partner",
  scope: "members",
  summary: "",
  explains: true,
  body: actor => z.strictObject({ region: z.literal(actor?.defaultRegion ?? "nowhere") }),
  answers: { data: z.object({ isDryRun: z.boolean() }) },
  handle: async ({ isDryRun }) => {
    if (!isDryRun) acted += 1;
    return { isDryRun };
  },
});

// A request is accepted once: no two of these are of one second.
let second = Math.floor(Date.now() / 1000);
async function send(query = "") {
  const body = Buffer.from('{"region":"IN"}');
  const timestamp = String(++second);
  const text = stringToSign({ timestamp, accountId: account.id, method: "POST", path: place + query, body });
  const headers = {
    "Content-Type": "application/json",
    "Idempotency-Key": "the first of March",
    "x-ons-account-id": account.id,
    "x-ons-timestamp": timestamp,
    "x-ons-signature": signatureOf(secret, text).toString("hex"),
  };
  const request = new Request(`http://localhost${place}${query}`, { method: "POST", headers, body });
  const answer = await handler(request, { params: Promise.resolve({}) });
  const { data } = await answer.json();
  return [answer.status, data?.isDryRun ?? data?.is_dry_run, answer.headers.get("idempotent-replayed")];
}

test("E22: a dry run leaves its idempotency key to the call that is meant, whose answer no later one gets", async () => {
  await transaction("system", tx => addPartner(tx, account, secret));
  expect(await send("?dry_run=true")).toEqual([200, true, null]);
  expect(await send("?dry_run=true"), "asked again, answered anew").toEqual([200, true, null]);
  expect(await transaction("system", tx => tx.idempotencyKey.count())).toBe(0);
  expect(await send()).toEqual([200, false, null]);
  expect(await send()).toEqual([200, false, "true"]);
  expect(await send("?dry_run=true")).toEqual([200, true, null]);
  const before = acted;
  for (const both of ["?dry_run=true&dry_run=false", "?dry_run=false&dry_run=true", "?dry_run=true&dryRun=false"])
    expect((await send(both))[0], both).toBe(400);
  expect(acted, "a question and a call at once are neither").toBe(before);
});
