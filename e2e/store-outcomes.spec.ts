import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { newPhoneNumber } from "./people";

const store = "/api/v1/store";
const step = `${store}/onboarding/step`;
const key = { api_key: "ls_sandbox_key", shop_slug: "demo-shop" };

/** A call of contract 4 with values that it refuses, and the refusal; null where there is nothing to get wrong. */
type Row = [method: string, address: string, wrong: object | undefined, refusal: string | null];
const wrongProfile = { merchant_name: " ", contact_email: "x", default_language: "fr", dashboard_language: "en" };
const wrongFeed = { csv_url_fr: "ftp://x", default_tax_rate: 17, delivery_method: "nationwide", preorder_days: 0 };
const rows: Row[] = [
  ["GET", `${store}/onboarding/status`, undefined, null],
  ["GET", `${step}/merchant-profile`, undefined, null],
  ["POST", `${step}/merchant-profile`, wrongProfile, "422 contact_email,merchant_name"],
  ["PUT", `${step}/merchant-profile/draft`, { description: "x".repeat(100_000) }, "422 description"],
  ["DELETE", `${step}/merchant-profile/draft`, undefined, null],
  ["GET", `${step}/letzshop-api`, undefined, null],
  ["POST", `${step}/letzshop-api/test`, { ...key, api_key: " " }, "422 api_key"],
  ["POST", `${step}/letzshop-api`, { ...key, shop_slug: "Not A Slug" }, "422 shop_slug"],
  ["GET", `${step}/product-import`, undefined, null],
  ["POST", `${step}/product-import`, wrongFeed, "422 csv_url_fr"],
  ["POST", `${step}/product-import/preview`, { url: "ftp://x", language: "lb" }, "422 language,url"],
  ["POST", `${step}/product-import/preview/bad-rows`, { url: "ftp://x", language: "lb" }, "422 language,url"],
  ["POST", `${step}/order-sync/quote`, { days_back: 0, include_products: true }, "422 days_back"],
  ["POST", `${step}/order-sync/trigger`, { days_back: 366, include_products: true }, "422 days_back"],
  ["GET", `${step}/order-sync/progress/x`, undefined, "422 job_id"],
  ["POST", `${step}/order-sync/complete`, { job_id: 0 }, "422 job_id"],
  ["GET", `${store}/settings/profile`, undefined, null],
  ["PUT", `${store}/settings/profile`, wrongProfile, "422 contact_email,merchant_name"],
  ["GET", `${store}/settings/letzshop`, undefined, null],
  ["PUT", `${store}/settings/letzshop`, { ...key, shop_slug: "Not A Slug" }, "422 shop_slug"],
  ["POST", `${store}/settings/letzshop/test`, undefined, null],
  ["GET", `${store}/settings/products`, undefined, null],
  ["PUT", `${store}/settings/products`, wrongFeed, "422 csv_url_fr"],
];

async function call(request: APIRequestContext, [method, address, data]: Row) {
  const answer = await request.fetch(address, { method, data: data ?? (method === "GET" ? undefined : {}) });
  const { error, data: told } = await answer.json();
  const errors: { field: string; message: string }[] = error?.errors ?? [];
  const fields = errors.map(({ field }) => field).sort();
  const messages = errors.map(({ message }) => message);
  return { status: answer.status(), code: error?.code, fields, messages, told, wait: answer.headers()["retry-after"] };
}

test("contract 4: what each endpoint refuses of a value is a 422 that names every field", async ({ storeAt }) => {
  const owners = { wizard: await storeAt("order_sync"), settings: await storeAt("complete") };
  for (const row of rows) {
    const [method, address, , refusal] = row;
    if (!refusal) continue;
    const { status, fields, messages } = await call(
      owners[/settings/.test(address) ? "settings" : "wizard"].request,
      row,
    );
    expect.soft(`${status} ${fields}`, `${method} ${address}`).toBe(refusal);
    const keys = messages.filter(message => /^[a-z][A-Za-z0-9]*$/.test(message));
    expect.soft(keys, `${method} ${address} says a sentence, not the name of one`).toEqual([]);
  }
});

test("contract 4: each endpoint has a caller who calls too often wait, and says for how long", async ({ storeAt }) => {
  const owner = await storeAt("merchant_profile");
  // Tests count a hundred times as far; what is left of the minute is taken away instead.
  const empty = () =>
    transaction(
      "system",
      tx => tx.$executeRaw`
        UPDATE rate_bucket b SET spent = 30000, ends_at = app_now() + interval '1 minute' FROM session s JOIN "user" u ON u.id = s.user_id
        WHERE u.phone_number = ${owner.phoneNumber} AND b.key = 'api:session:' || left(encode(sha256(s.id::bytea), 'hex'), 32)`,
    );
  await owner.request.get(`${store}/onboarding/status`);
  expect(await empty()).toBeGreaterThan(0);
  for (const row of rows) {
    const { status, code, told, wait } = await call(owner.request, row);
    expect.soft(`${status} ${code}`, `${row[0]} ${row[1]}`).toBe("429 rate_limited");
    expect.soft(Number(wait), `${row[0]} ${row[1]}`).toBe(told?.retry_after);
  }
});

test("contract 4: sign-ups for one number end in a 429, from whichever browser", async ({ caller }) => {
  const told = { store_name: "S", owner_name: "O", email: "o@example.com", phone_number: newPhoneNumber() };
  const statuses: number[] = [];
  for (let times = 0; times < 12; times++) {
    const answer = await (await caller()).post(`${store}/signup`, { data: told });
    statuses.push(answer.status());
    if (answer.status() !== 429) continue;
    expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    break;
  }
  expect(statuses.at(-1), statuses.join()).toBe(429);
});
