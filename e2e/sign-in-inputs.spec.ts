import type { APIRequestContext, APIResponse } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, readCode, signIn } from "./people";

const auth = "/api/v1/auth";
const send = (request: APIRequestContext, data: unknown, headers = {}) =>
  request.post(`${auth}/send-otp`, { data, headers });

/** All that an answer shows, without what every answer has anew. */
async function shape(answer: APIResponse, phoneNumber: string): Promise<unknown> {
  const { meta: _meta, ...body } = JSON.parse((await answer.text()).replaceAll(phoneNumber.slice(-4), "####"));
  if (body.data?.challenge_id) body.data.challenge_id = "id";
  if (body.error) body.error.support_code = "id";
  const cookies = answer
    .headersArray()
    .filter(({ name }) => /^set-cookie$/i.test(name))
    .map(({ value }) => value.replace(/=[^;]*/, "").replace(/Expires=[^;]*/i, ""));
  const names = answer.headersArray().map(({ name }) => name.toLowerCase());
  return { status: answer.status(), body, cookies, names: names.sort() };
}

test("bar 10: sending and guessing look alike for a number with an account and one without", async ({ caller }) => {
  const known = newPhoneNumber();
  await signIn(await caller(), known);
  const shapes: unknown[] = [];
  for (const phoneNumber of [known, newPhoneNumber()]) {
    const stranger = await caller();
    const sent = await send(stranger, { phone_number: phoneNumber });
    const { challenge_id } = (await sent.json()).data;
    const code = await readCode(stranger, phoneNumber);
    const otp = code === "000000" ? "000001" : "000000";
    const wrong = await stranger.post(`${auth}/verify-otp`, { data: { challenge_id, otp } });
    shapes.push([await shape(sent, phoneNumber), await shape(wrong, phoneNumber)]);
  }
  expect(shapes[0]).toEqual(shapes[1]);
});

const oddValues: [string, unknown, number[]][] = [
  ["an array", ["+352621000999"], [400]],
  ["an object", { $ne: null }, [400]],
  ["a number", 123_456, [400]],
  ["null", null, [400, 422]],
  ["true", true, [400]],
  ["NUL", "12\u000034", [400]],
  ["a lone surrogate", "12\ud800", [400]],
  ["nothing", "", [422]],
  ["letters", "abcdef", [422]],
  ["SQL", "' OR 1=1 --", [422]],
  ["a long text", "1".repeat(10_000), [422]],
  ["more than a megabyte", "1".repeat(1_100_000), [413]],
];

test("bar 19: odd numbers and codes are refused by name, never with a 5xx", async ({ caller }) => {
  const request = await caller();
  const { challenge_id } = await post(request, `${auth}/send-otp`, { phone_number: newPhoneNumber() }, 202);
  for (const [name, value, statuses] of oddValues) {
    const json = (data: object) => Buffer.from(JSON.stringify(data));
    const headers = { "Content-Type": "application/json" };
    const number = await send(request, json({ phone_number: value }), headers);
    expect.soft(statuses, `phone_number: ${name}`).toContain(number.status());
    const options = { data: json({ challenge_id, otp: value }), headers };
    const code = await request.post(`${auth}/verify-otp`, options);
    expect.soft(statuses, `otp: ${name}`).toContain(code.status());
    const challenge = await request.post(`${auth}/verify-otp`, {
      data: json({ challenge_id: value, otp: "1" }),
      headers,
    });
    expect.soft([400, 413, 422], `challenge_id: ${name}`).toContain(challenge.status());
  }
  const { attempts } = await transaction("system", tx =>
    tx.otpChallenge.findUniqueOrThrow({ where: { id: challenge_id }, select: { attempts: true } }),
  );
  expect(attempts, "none of them was a try").toBe(0);
});

test("bar 19: full-width digits are digits", async ({ caller }) => {
  const request = await caller();
  const phoneNumber = newPhoneNumber();
  const wide = (text: string) => text.replace(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit)));
  const { challenge_id } = await post(request, `${auth}/send-otp`, { phone_number: wide(phoneNumber) }, 202);
  const otp = wide(await readCode(request, phoneNumber));
  await post(request, `${auth}/verify-otp`, { challenge_id, otp });
});

test("bar 17: a right code from a foreign page, a form or a text body signs nobody in and costs no try", async ({
  caller,
  address,
}) => {
  const request = await caller();
  const phoneNumber = newPhoneNumber();
  const { challenge_id } = await post(request, `${auth}/send-otp`, { phone_number: phoneNumber }, 202);
  const otp = await readCode(request, phoneNumber);
  const json = JSON.stringify({ challenge_id, otp });
  const asJson = { "Content-Type": "application/json" };
  const form = new URLSearchParams({ challenge_id, otp }).toString();
  const attempts: [number, Record<string, string>, string][] = [
    [403, { ...asJson, Origin: "https://evil.example" }, json],
    [403, { ...asJson, Origin: "null" }, json],
    [403, { ...asJson, Origin: `${address}.evil.example` }, json],
    [403, { ...asJson, Origin: address.replace(/\d+$/, "1") }, json],
    [403, { ...asJson, "Sec-Fetch-Site": "cross-site" }, json],
    [403, { ...asJson, "Sec-Fetch-Site": "same-site" }, json],
    [403, { ...asJson, "Sec-Fetch-Site": "none" }, json],
    [415, { "Content-Type": "text/plain" }, json],
    [415, { "Content-Type": "application/x-www-form-urlencoded" }, form],
    [415, { "Content-Type": "multipart/form-data; boundary=x" }, json],
  ];
  for (const [status, headers, body] of attempts) {
    const answer = await request.post(`${auth}/verify-otp`, { data: Buffer.from(body), headers });
    expect.soft(answer.status(), JSON.stringify(headers)).toBe(status);
    expect.soft(answer.headers()["set-cookie"] ?? "").not.toContain("session");
  }
  const { attempts: tries, usedAt } = await transaction("system", tx =>
    tx.otpChallenge.findUniqueOrThrow({ where: { id: challenge_id } }),
  );
  expect({ tries, usedAt }).toEqual({ tries: 0, usedAt: null });
  await post(request, `${auth}/verify-otp`, { challenge_id, otp });
});
