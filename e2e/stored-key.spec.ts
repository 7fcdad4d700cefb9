import { randomBytes } from "node:crypto";
import type { APIResponse } from "@playwright/test";
import { expect, test } from "./fixtures";
import { KeyShop } from "./key-shop";
import { answers, dataOf, post, type StoreOwner } from "./people";

// One product for all; what a test does to its own store is nobody else's.
test.describe.configure({ mode: "default" });

const step = "/api/v1/store/onboarding/step";
const settings = "/api/v1/store/settings";
const newKey = () => `ls_${randomBytes(18).toString("hex")}`;
let shop: KeyShop;

test.beforeAll("a product and a Letzshop of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  shop = await KeyShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

const tryKey = ({ request }: StoreOwner, key: string, slug = "s") =>
  request.post(`${step}/letzshop-api/test`, { data: { api_key: key, shop_slug: slug } });

/** What an address shows; a page also as what it is drawn anew from. */
async function showings({ request }: Pick<StoreOwner, "request">, address: string): Promise<string> {
  const headers: Record<string, string> = address.startsWith("/api/") ? {} : { RSC: "1" };
  const [page, flight] = [await request.get(address), await request.get(address, { headers })];
  expect([page.status(), flight.status()], address).toEqual([200, 200]);
  return (await page.text()) + (await flight.text());
}

test("bar 59: whoever reads is told the last four characters, and nobody opens the key for it", async () => {
  const keys = [newKey(), newKey()] as const;
  const [starting, complete] = [await shop.storeWith(keys[0]), await shop.completeStoreWith(keys[1])];
  const admin = await shop.people.staff("admin");
  const uses = await shop.audits(complete, "store.key_used");
  // From here on nothing could open them.
  await shop.rows("UPDATE letzshop_credential SET api_key = 'g1.gone.' || store_id");
  const reads: [StoreOwner, string, string][] = [
    [starting, keys[0], `${step}/letzshop-api`],
    [complete, keys[1], `${settings}/letzshop`],
    [starting, keys[0], `/store/${starting.code}/onboarding/letzshop-api`],
    [starting, keys[0], `/store/${starting.code}/onboarding/order-sync`],
    [complete, keys[1], `/store/${complete.code}/settings/letzshop`],
  ];
  for (const [owner, key, address] of reads) {
    const shown = await showings(owner, address);
    expect(shown, address).toContain(key.slice(-4));
    expect(shown, address).not.toContain(key.slice(-5));
    expect(shown, address).not.toContain("g1.gone");
  }
  for (const address of [`/store/${complete.code}/dashboard`, `/store/${complete.code}/settings/profile`])
    expect(await showings(complete, address)).not.toContain("g1.gone");
  for (const address of ["/admin/stores", "/api/v1/admin/stores"])
    expect(await showings(admin, address)).not.toMatch(
      new RegExp(`g1\\.gone|${keys[0].slice(-4)}|${keys[1].slice(-4)}`),
    );
  expect([await shop.audits(starting, "store.key_used"), await shop.audits(complete, "store.key_used")]).toEqual([
    0,
    uses,
  ]);
  // And whoever does open one, finds out: the reads above did not.
  const found = await complete.request.post(`${settings}/letzshop/test`, { data: {} });
  expect([found.status(), (await found.json()).error.code]).toEqual([409, "key_unreadable"]);
  expect(await dataOf(await complete.request.get(`${settings}/letzshop`))).toMatchObject({
    problem: { class: "unreadable" },
  });
  const alerts = await shop.rows("SELECT id FROM alert WHERE rule = 'unreadable_secret' AND closed_at IS NULL");
  expect(alerts, "the admins are told").toHaveLength(1);
  await shop.rows("DELETE FROM letzshop_credential WHERE api_key LIKE 'g1.gone.%'");
});

test("bar 59: a store has ten tests a minute, whichever way it asks", async () => {
  const owner = await shop.completeStoreWith(newKey());
  const data = { ...answers.letzshopKey, api_key: "a_wrong_key" };
  const ask: (() => Promise<APIResponse>)[] = [
    () => tryKey(owner, "a_wrong_key"),
    () => owner.request.put(`${settings}/letzshop`, { data }),
    () => owner.request.post(`${settings}/letzshop/test`, { data: {} }),
  ];
  // The key was saved a moment ago, which was the first.
  const statuses: number[] = [];
  for (let at = 0; at < 9; at++) statuses.push((await ask[at % ask.length]?.())?.status() ?? 0);
  expect(statuses).not.toContain(429);
  const calls = shop.letzshop.calls;
  for (const one of ask) {
    const refused = await one();
    const { error, data: told } = await refused.json();
    expect([refused.status(), error.code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers()["retry-after"])).toBe(told.retry_after);
    expect(told.retry_after).toBeLessThanOrEqual(60);
  }
  expect(shop.letzshop.calls, "Letzshop is asked no more").toBe(calls);
});

test("bar 59: a wrong key gets one answer, whatever it looks like", async () => {
  const right = newKey();
  shop.letzshop.keys.set(right, "ok");
  const wrong = [
    ...["x", right.slice(0, -1), `${right}0`, `${right.slice(0, -1)}${right.endsWith("0") ? "1" : "0"}`],
    ...[right.toUpperCase(), "clé à moi", "🗝️🗝️", "line\nbreak", `${right}\r\nX-Evil: 1`],
    ...["with spaces in it", "x".repeat(500), "ключ".repeat(100), "%00", `"'<script>`, "Bearer x", "\u202eyek"],
  ];
  const owners = [await shop.people.storeAt("letzshop_api"), await shop.people.storeAt("letzshop_api")];
  const told: string[] = [];
  const calls = shop.letzshop.calls;
  for (const [at, key] of wrong.entries()) {
    const answer = await tryKey(owners[at % 2] as StoreOwner, key);
    const { data, message, error, success } = await answer.json();
    delete data.response_time_ms;
    told.push(JSON.stringify([answer.status(), success, message, error, data]));
  }
  expect(new Set(told).size, [...new Set(told)].join("\n")).toBe(1);
  expect(shop.letzshop.calls - calls, "Letzshop alone says which is right").toBe(wrong.length);
  const checks = {
    ...{ address_answers: "ok", key_accepted: "failed", may_read_shipments: "not_tried", shop_found: "not_tried" },
  };
  expect(JSON.parse(told[0] ?? "")[4]).toEqual({ ok: false, class: "auth", retry_after: null, shop_slug: "s", checks });
  // What was pasted with its line's end is the right key all the same.
  expect((await (await tryKey(owners[0] as StoreOwner, `${right}\n`)).json()).data.ok).toBe(true);
});

/** A secret as it is and as it may be written: base64 at each place of its group, base64url, hex, URL. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map(shift =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  const escaped = [...bytes].map(byte => `%${byte.toString(16)}`).join("");
  return [secret, bytes.toString("hex"), escaped, ...shifted];
}

test("bar 59: a key is repeated nowhere, though Letzshop repeats it in every answer", async () => {
  const [good, refused, powerless, typed] = [newKey(), newKey(), newKey(), newKey()];
  const owner = await shop.storeWith(good);
  shop.letzshop.keys.set(powerless, "powerless");
  const seen: string[] = [];
  const keep = async (answer: APIResponse) => {
    seen.push(JSON.stringify(answer.headers()), await answer.text());
    return answer.status();
  };
  for (const key of [good, refused, powerless, typed]) await keep(await tryKey(owner, key));
  for (const key of [refused, powerless]) {
    const data = { ...answers.letzshopKey, api_key: key };
    expect(await keep(await owner.request.post(`${step}/letzshop-api`, { data }))).toBe(422);
  }
  await keep(await tryKey(owner, `${typed} \n é`));
  // Two tabs: of what was given comes back what is read back, and no key.
  const late = await owner.request.post(`${step}/letzshop-api`, {
    data: { ...answers.letzshopKey, api_key: good, version: 99 },
  });
  expect(await keep(late)).toBe(409);
  expect((await late.json()).data.given).toEqual({ shop_slug: answers.letzshopKey.shop_slug });
  shop.letzshop.keys.set(good, "refused");
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
  expect(await shop.end(owner.request, job_id)).toMatchObject({ state: "waiting", error: { code: "auth" } });
  shop.letzshop.keys.set(good, "ok");
  const data = { ...answers.letzshopKey, api_key: good };
  expect(await keep(await owner.request.post(`${step}/letzshop-api`, { data }))).toBe(200);
  expect(await shop.end(owner.request, job_id)).toMatchObject({ state: "done" });
  await post(owner.request, `${step}/order-sync/complete`, {});
  shop.letzshop.keys.set(good, "refused");
  await keep(await owner.request.post(`${settings}/letzshop/test`, { data: {} }));
  for (const place of ["dashboard", "settings/letzshop", "settings/profile"])
    seen.push(await showings(owner, `/store/${owner.code}/${place}`));
  for (const { text, html = "", subject = "" } of await shop.mails(owner)) seen.push(text, html, subject);
  await keep(await owner.request.delete(`${settings}/letzshop`));

  const tables = await shop.rows<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  const kept: string[] = [];
  for (const { name } of tables) {
    const rows = await shop.rows<{ row: string }>(`SELECT t::text AS row FROM ${name} t`).catch(() => []);
    kept.push(...rows.map(({ row }) => row));
  }
  expect(kept.some(row => row.includes("store.key_refused"))).toBe(true);
  expect(
    kept.filter(row => row.includes("letzshop") && row.includes("/graphql")).length,
    "calls are kept",
  ).toBeGreaterThan(5);
  const traces = { answers: seen.join("\n"), database: kept.join("\n"), log: shop.product.log };
  for (const [place, text] of Object.entries(traces))
    for (const secret of [good, refused, powerless, typed])
      for (const form of formsOf(secret)) expect(text.includes(form), `${place}: ${form}`).toBe(false);
});
