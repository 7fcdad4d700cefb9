import { transaction } from "@/lib/platform/db";
import { listDoors } from "@/lib/platform/testing/rules/doors";
import { readSources } from "@/lib/platform/testing/sources";
import { expect, test } from "./fixtures";

const poll = "/api/cron/poll";

/** When the poll ran last; the sweep and the queue are its effects. */
const lastPoll = () =>
  transaction("system", tx => tx.workerBeat.findUnique({ where: { id: "poll" }, select: { beatAt: true } }));

test("the poll runs for its secret only, in its header only, and otherwise has no effect (bar 26)", async ({
  caller,
  cronSecret,
}) => {
  const request = await caller();
  const before = await lastPoll();
  const wrong = ["undefined", "null", "", " ", "wrong", "[object Object]", cronSecret.slice(0, -1), `${cronSecret}x`];
  const headers: Record<string, string>[] = [
    {},
    ...wrong.map(secret => ({ Authorization: `Bearer ${secret}` })),
    { Authorization: cronSecret },
    { Authorization: `Basic ${Buffer.from(`cron:${cronSecret}`).toString("base64")}` },
    { "X-Cron-Secret": cronSecret },
    { Cookie: `cron_secret=${cronSecret}` },
  ];
  for (const method of ["GET", "POST"])
    for (const given of headers)
      expect
        .soft((await request.fetch(poll, { method, headers: given })).status(), `${method} ${JSON.stringify(given)}`)
        .toBe(401);
  for (const name of ["secret", "token", "cron_secret", "authorization", "key"])
    expect.soft((await request.get(poll, { params: { [name]: cronSecret } })).status(), `?${name}=`).toBe(401);
  expect(await lastPoll()).toEqual(before);

  const right = await request.get(poll, { headers: { Authorization: `Bearer ${cronSecret}` } });
  expect(right.status()).toBe(200);
  expect(await lastPoll()).not.toEqual(before);
});

test("what belongs to somebody else looks like what is not there (bars 24, 25)", async ({ storeAt, request }) => {
  const [owner, stranger] = await Promise.all([storeAt("complete"), storeAt("merchant_profile")]);
  const progress = "/api/v1/store/onboarding/step/order-sync/progress";
  const [foreign, nothing] = await Promise.all(
    [owner.jobId, 2_000_000_000].map(async id => stranger.request.get(`${progress}/${id}`)),
  );
  expect(foreign?.status()).toBe(404);
  expect(nothing?.status()).toBe(404);
  const plain = async (answer: typeof foreign) => {
    const { meta: _meta, error, ...rest } = (await answer?.json()) ?? {};
    return { ...rest, error: { ...error, support_code: null } };
  };
  expect(await plain(foreign)).toEqual(await plain(nothing));

  for (const code of [owner.code, "NOSUCHSTORE"]) {
    const page = await stranger.request.get(`/store/${code}/dashboard`);
    expect.soft(page.status(), code).toBe(404);
    expect.soft(await page.text(), code).not.toContain(owner.marker);
    const unknown = await request.get(`/store/${code}/dashboard`, { maxRedirects: 0 });
    expect.soft(unknown.status(), `${code} for nobody`).toBe(307);
  }
});

test("a verb that a route does not have is a JSON 405 (contract 2)", async ({ caller }) => {
  const request = await caller();
  const verbs = new Map<string, string[]>();
  for (const { address, verb } of listDoors(readSources())) verbs.set(address, [...(verbs.get(address) ?? []), verb]);
  const odd: string[] = [];
  for (const [address, own] of verbs) {
    if (address.includes("[...")) continue;
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter(verb => !own.includes(verb))) {
      const data = method === "GET" ? undefined : {};
      const answer = await request.fetch(address.replace("[jobId]", "1"), { method, data });
      const code = await answer
        .json()
        .then(body => body.error.code)
        .catch(() => "no JSON");
      if (answer.status() !== 405 || code !== "method_not_allowed")
        odd.push(`${method} ${address}: ${answer.status()} ${code}`);
    }
  }
  expect(odd).toEqual([]);
});
