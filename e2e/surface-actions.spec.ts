import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { newPhoneNumber, type Person, type StoreOwner, signIn } from "./people";

type Actions = { page: string; ids: string[] };

/** The server actions that a page hands to its browser. */
async function actionsOf({ request }: Pick<Person, "request">, page: string): Promise<Actions> {
  const html = await (await request.get(page)).text();
  return { page, ids: [...new Set(html.match(/(?<![0-9a-f])[0-9a-f]{42}(?![0-9a-f])/g))] };
}

async function callAction(
  who: Pick<Person, "request">,
  page: string,
  id: string,
  body: string,
  type = "text/plain;charset=UTF-8",
) {
  const headers = { "Next-Action": id, Accept: "text/x-component", "Content-Type": type };
  const since = performance.now();
  const answer = await who.request.post(page, { headers, data: Buffer.from(body), maxRedirects: 0 });
  const text = await answer.text();
  return { status: answer.status(), text, ms: performance.now() - since, isDone: text.includes('"success":true') };
}

const idOf = ({ phoneNumber }: Pick<Person, "phoneNumber">) =>
  transaction("system", async tx => (await tx.user.findUniqueOrThrow({ where: { phoneNumber } })).id);
const personOf = (id: number) =>
  transaction("system", async tx => {
    const alive = { where: { endedAt: null }, select: { id: true } };
    return tx.user.findUniqueOrThrow({ where: { id }, include: { sessions: alive, roles: true } });
  });
const storeOf = ({ code }: StoreOwner) =>
  transaction("system", tx =>
    tx.store.findUniqueOrThrow({ where: { code }, include: { profile: true, letzshop: true, imports: true } }),
  );

test("bar 27: an admin's actions do nothing for anybody else, called directly with somebody's id", async ({
  caller,
  staff,
  storeAt,
}) => {
  const [admin, operator, owner] = [await staff("admin"), await staff("operator"), await storeAt("merchant_profile")];
  const nobody = { request: await caller() };
  const plain = { request: await caller() };
  await signIn(plain.request, newPhoneNumber());
  const victim = await idOf(owner);
  const { page, ids } = await actionsOf(admin, `/admin/people/${victim}`);
  expect(ids.length, "an admin's page has its actions").toBeGreaterThanOrEqual(3);
  const shown = await actionsOf(operator, `/admin/people/${victim}`);
  const before = await personOf(victim);
  const body = JSON.stringify([{ id: victim, reason: "asked for by phone" }]);
  for (const who of [nobody, plain, owner, operator])
    for (const id of new Set([...ids, ...shown.ids]))
      for (const place of [page, "/login", "/choose", `/store/${owner.code}/onboarding/merchant-profile`]) {
        const { status, isDone } = await callAction(who, place, id, body);
        expect.soft(isDone, `${id} at ${place}`).toBe(false);
        expect.soft(status, `${id} at ${place}`).toBeLessThan(500);
      }
  expect(await personOf(victim)).toEqual(before);
});

test("bar 27: a store's actions work on the caller's own store, whatever page or id they are called with", async ({
  caller,
  storeAt,
}) => {
  const [owner, stranger] = [await storeAt("merchant_profile"), await storeAt("merchant_profile")];
  const { page, ids } = await actionsOf(owner, `/store/${owner.code}/onboarding/merchant-profile`);
  expect(ids.length).toBeGreaterThanOrEqual(1);
  const before = await storeOf(owner);
  const profile = {
    merchantName: "Taken over",
    contactEmail: "thief@example.com",
    defaultLanguage: "fr",
    dashboardLanguage: "en",
  };
  const { id: storeId } = before;
  for (const id of ids) {
    for (const given of [profile, { ...profile, storeId }, { ...profile, store_id: storeId, code: owner.code }])
      for (const who of [{ request: await caller() }, stranger])
        expect.soft((await callAction(who, page, id, JSON.stringify([given]))).status, id).toBeLessThan(500);
  }
  expect(await storeOf(owner)).toEqual(before);
});

const odd = [
  "[]",
  "[null]",
  "[1]",
  '["text"]',
  "[[]]",
  "[{}]",
  '[{"id":"1","reason":1}]',
  '[{"id":-1}]',
  '["$undefined"]',
];

test("bar 27: wrong types and unknown actions are handled, not thrown", async ({ staff, storeAt }) => {
  const [admin, owner] = [await staff("admin"), await storeAt("merchant_profile")];
  const victim = await idOf(owner);
  const { page, ids } = await actionsOf(admin, `/admin/people/${victim}`);
  const before = await personOf(victim);
  for (const id of [...ids, "0".repeat(42), "x", "__proto__", `${ids[0]}0`])
    for (const body of odd) {
      const { status, isDone, text } = await callAction(admin, page, id, body);
      expect.soft(status, `${id} with ${body}`).not.toBe(500);
      expect.soft(isDone, `${id} with ${body}`).toBe(false);
      expect.soft(text, `${id} with ${body}`).not.toMatch(/node_modules|\bat \S+ \(/);
    }
  expect(await personOf(victim)).toEqual(before);
});

const multipart = (fields: Record<string, string>) =>
  `${Object.entries(fields)
    .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join("")}--x--\r\n`;

const hostile: [string, string, boolean][] = [
  ["a prototype", '["$1:__proto__:then"]', false],
  ["a constructor", '["$1:constructor:constructor"]', false],
  ["a thenable", multipart({ "0": '["$1"]', "1": '{"then":"$1:__proto__:then","status":"resolved_model"}' }), true],
  ["a loop", multipart({ "0": '["$1"]', "1": '["$2"]', "2": '["$1"]' }), true],
  ["a function", multipart({ "0": '["$F1"]', "1": '{"id":"child_process#exec","bound":null}' }), true],
  ["a big integer", `["$n${"9".repeat(20_000)}"]`, false],
  ["depth", `${"[".repeat(20_000)}${"]".repeat(20_000)}`, false],
  ["depth in objects", `[${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}]`, false],
  ["size", `["${"x".repeat(2_000_000)}"]`, false],
  ["many parts", multipart(Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [i, `["$${i + 1}"]`]))), true],
];

test("bar 39: hostile action bodies are answered within a second, change nothing, and the next person is served", async ({
  storeAt,
}) => {
  const owner = await storeAt("merchant_profile");
  const { page, ids } = await actionsOf(owner, `/store/${owner.code}/onboarding/merchant-profile`);
  const before = await storeOf(owner);
  for (const [name, body, isForm] of hostile) {
    const type = isForm ? "multipart/form-data; boundary=x" : undefined;
    const send = () => callAction(owner, page, ids[0] ?? "", body, type);
    // The better of two: a busy machine is no proof of a slow parser.
    const tries = [await send(), await send()];
    for (const { text, isDone, status } of tries) {
      expect.soft(isDone, name).toBe(false);
      expect.soft(status, name).toBeLessThan(500);
      expect.soft(text, name).not.toMatch(/node_modules|\bat \S+ \(|child_process/);
    }
    expect.soft(Math.min(...tries.map(({ ms }) => ms)), name).toBeLessThan(1_000);
    expect.soft((await owner.request.get("/api/v1/auth/me")).status(), `after ${name}`).toBe(200);
  }
  expect(await storeOf(owner)).toEqual(before);
});

test("bar 27: what is refused above is done for who may, in the same encoding", async ({ storeAt }) => {
  const owner = await storeAt("merchant_profile");
  const { page, ids } = await actionsOf(owner, `/store/${owner.code}/onboarding/merchant-profile`);
  const profile = {
    merchantName: "Positive control",
    contactEmail: "control@example.com",
    defaultLanguage: "fr",
    dashboardLanguage: "en",
  };
  const answers = [];
  for (const id of ids) answers.push(await callAction(owner, page, id, JSON.stringify([profile])));
  expect(answers.map(({ isDone }) => isDone)).toContain(true);
});
