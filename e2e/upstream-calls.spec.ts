import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { answers } from "./people";

const step = "/api/v1/store/onboarding/step";

/** The calls that are kept under a support code, as soon as they are written. */
async function callsOf(trace: string) {
  const find = () =>
    transaction("system", tx => tx.upstreamCall.findMany({ where: { trace }, orderBy: { id: "asc" } }));
  await expect
    .poll(async () => (await find()).length, { timeout: 10_000, message: `calls of ${trace}` })
    .toBeGreaterThan(0);
  return find();
}

test("the support code of a connection test that fails finds the call that failed, and nothing of the key", async ({
  storeAt,
}) => {
  const owner = await storeAt("letzshop_api");
  const data = { ...answers.letzshopKey, api_key: "ls_wrong_key_of_a_person" };
  const tested = await owner.request.post(`${step}/letzshop-api/test`, { data });
  const { data: found, meta } = await tested.json();
  expect(found).toMatchObject({ ok: false, class: "auth" });
  expect(meta.request_id).toBe(tested.headers()["x-request-id"]);
  const calls = await callsOf(meta.request_id);
  expect(calls).toMatchObject([{ upstream: "letzshop", method: "POST", outcome: "auth", status: 401, attempt: 0 }]);
  expect(calls[0]?.address).toMatch(/\/letzshop\/graphql$/);

  const saved = await owner.request.post(`${step}/letzshop-api`, { data });
  expect(saved.status()).toBe(422);
  expect(await callsOf((await saved.json()).error.support_code)).toMatchObject([{ outcome: "auth" }]);
  const all = await transaction("system", tx => tx.upstreamCall.findMany({ where: { upstream: "letzshop" } }));
  expect(JSON.stringify(all.map(({ id, bytes, ...call }) => call))).not.toMatch(/ls_\w+_key/);
});

test("the support code of a form's save, of a job and of a message finds every call of theirs", async ({ storeAt }) => {
  const owner = await storeAt("complete");
  // The last ones are written a moment after the import has ended.
  const upstreams = async () => [...new Set((await callsOf(`job_${owner.jobId}`)).map(call => call.upstream))].sort();
  await expect.poll(upstreams).toEqual(["feeds", "letzshop"]);
  const calls = await callsOf(`job_${owner.jobId}`);
  expect(calls.every(call => call.outcome === "ok" && call.status === 200)).toBe(true);

  const messages = await transaction("system", tx =>
    tx.outboxMessage.findMany({ where: { recipient: { in: [owner.phoneNumber, owner.email] }, state: "sent" } }),
  );
  expect(new Set(messages.map(message => message.channel))).toContain("sms");
  for (const { id, channel } of messages) {
    const [call] = await callsOf(id);
    expect(call).toMatchObject({ upstream: channel === "sms" ? "twilio" : "smtp", outcome: "ok" });
    expect(call?.address).not.toContain("@");
  }
  const nameless = await transaction("system", tx => tx.upstreamCall.findMany({ where: { trace: null } }));
  expect(nameless, "no call is without a code").toEqual([]);
});
