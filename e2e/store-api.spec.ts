import type { APIResponse } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { answers, dataOf, newPhoneNumber, post, type StoreOwner } from "./people";

const store = "/api/v1/store";
const step = `${store}/onboarding/step`;
const signup = () => ({
  store_name: "Librairie Ernster",
  owner_name: "Zoë Müller",
  email: "zoe@example.com",
  phone_number: newPhoneNumber(),
});

/** Status, code and fields of a refusal, as `409 step_out_of_order: field code, …`. */
async function refusal(answer: APIResponse): Promise<string> {
  const { success, error, meta } = await answer.json();
  expect(success).toBe(false);
  expect(meta.request_id).toBe(answer.headers()["x-request-id"]);
  expect(error.support_code).toBe(meta.request_id);
  const fields = error.errors.map((fault: { field: string; code: string }) => `${fault.field} ${fault.code}`).sort();
  return [`${answer.status()} ${error.code}`, ...fields].join(", ");
}
const statusOf = async ({ request }: StoreOwner) => dataOf(await request.get(`${store}/onboarding/status`));

test("a sign-up makes a store, its onboarding and a code, and is answered alike for a known number", async ({
  caller,
}) => {
  const request = await caller();
  const told = signup();
  const made = await post(request, `${store}/signup`, told, 201);
  expect(made).toEqual({
    store_code: expect.stringMatching(/^LIBRAIRI[A-Z2-9]{4}$/),
    challenge_id: expect.any(String),
    expires_in: 300,
    resend_in: 60,
    to: `•••• ${told.phone_number.slice(-4)}`,
  });
  const again = await post(await caller(), `${store}/signup`, told, 201);
  expect(Object.keys(again)).toEqual(Object.keys(made));
  expect(again.store_code).not.toBe(made.store_code);
  const kept = await transaction("system", tx =>
    tx.store.findUniqueOrThrow({
      where: { code: made.store_code },
      include: { onboarding: { include: { steps: true } } },
    }),
  );
  expect(kept).toMatchObject({ ownerId: null, verifiedAt: null, onboarding: { kind: "store", status: "pending" } });
  expect(kept.onboarding?.steps).toHaveLength(6);
});

test("a sign-up names all its faults at once, and refuses what no form of ours sends", async ({ caller }) => {
  const request = await caller();
  const send = async (data: unknown) => refusal(await request.post(`${store}/signup`, { data }));
  expect(await send({})).toBe(
    "422 invalid_input, email required, owner_name required, phone_number required, store_name required",
  );
  expect(await send({ ...signup(), store_name: " ", email: "zoe@" })).toMatch(
    /^422 invalid_input, email invalid_format, store_name \w+$/,
  );
  expect(await send({ ...signup(), phone_number: "+3521" })).toMatch(/^422 \w+, phone_number \w+$/);
  expect(await send({ ...signup(), phone_number: "+8613812345678" })).toMatch(/^422 country_not_enabled/);
  expect(await send({ ...signup(), is_admin: true })).toBe("400 invalid_request, is_admin unknown_key");
  expect(await send({ ...signup(), storeName: "camel" })).toMatch(/^400 invalid_request, store_?name unknown_key$/i);
  expect(await send({ ...signup(), owner_name: "a\u0000b" })).toBe("400 invalid_request, owner_name not_storable");
  expect(await send({ ...signup(), owner_name: 5 })).toMatch(/^400 invalid_request, owner_name/);
  expect(await send([])).toBe("400 invalid_request");
  const json = { "Content-Type": "application/json" };
  const raw = (data: string, headers = json) => request.post(`${store}/signup`, { data: Buffer.from(data), headers });
  expect(await refusal(await raw("{not json"))).toBe("400 invalid_json");
  expect(await refusal(await raw("{}", { "Content-Type": "text/plain" }))).toBe("415 unsupported_media_type");
  expect(await refusal(await raw(JSON.stringify({ store_name: "x".repeat(1_100_000) })))).toBe("413 too_large");
  const foreign = await request.post(`${store}/signup`, {
    data: signup(),
    headers: { Origin: "https://evil.example" },
  });
  expect(await refusal(foreign)).toBe("403 bad_origin");
});

test("none of the ten doors opens without a session", async ({ caller }) => {
  const request = await caller();
  const doors = [
    ["GET", `${store}/onboarding/status`],
    ["GET", `${step}/merchant-profile`],
    ["POST", `${step}/merchant-profile`],
    ["POST", `${step}/letzshop-api/test`],
    ["POST", `${step}/letzshop-api`],
    ["GET", `${step}/product-import`],
    ["POST", `${step}/product-import`],
    ["POST", `${step}/order-sync/trigger`],
    ["GET", `${step}/order-sync/progress/1`],
    ["POST", `${step}/order-sync/complete`],
  ] as const;
  for (const [method, address] of doors) {
    const answer = await request.fetch(address, { method, data: method === "POST" ? {} : undefined });
    expect.soft(await refusal(answer), `${method} ${address}`).toBe("401 unauthenticated");
    expect.soft(answer.headers()["cache-control"]).toContain("no-store");
  }
});

test("a new store has not started; each saved step is counted, and only steps in turn are saved", async ({
  storeAt,
  sandboxUrl,
}) => {
  const owner = await storeAt("merchant_profile");
  expect(await statusOf(owner)).toMatchObject({
    id: expect.any(Number),
    store_id: expect.any(Number),
    store_code: owner.code,
    status: "not_started",
    current_step: "merchant_profile",
    current_step_number: 1,
    total_steps: 4,
    completed_steps_count: 0,
    completion_percentage: 0,
    is_completed: false,
    steps: Object.fromEntries(
      ["merchant_profile", "letzshop_api", "product_import", "order_sync"].map(id => [
        id,
        { completed: false, completed_at: null },
      ]),
    ),
    skipped_by_admin: false,
    skipped_reason: null,
  });
  const later = await owner.request.post(`${step}/product-import`, { data: answers.productImport(sandboxUrl) });
  expect(await refusal(later)).toBe("409 step_out_of_order");

  const profile = answers.merchantProfile(owner);
  expect(await dataOf(await owner.request.get(`${step}/merchant-profile`)), "what the sign-up told").toMatchObject({
    merchant_name: owner.storeName,
    contact_email: owner.email,
    contact_phone: owner.phoneNumber,
    tax_number: null,
    website: null,
    version: 0,
  });
  expect(await post(owner.request, `${step}/merchant-profile`, profile)).toMatchObject({
    step_completed: true,
    next_step: "letzshop_api",
  });
  const saved = await dataOf(await owner.request.get(`${step}/merchant-profile`));
  expect(saved).toEqual({
    ...profile,
    brand_name: null,
    description: null,
    contact_phone: null,
    website: null,
    tax_number: null,
    version: 1,
  });
  expect(await statusOf(owner)).toMatchObject({
    status: "in_progress",
    current_step: "letzshop_api",
    current_step_number: 2,
    completed_steps_count: 1,
    completion_percentage: 25,
    steps: { merchant_profile: { completed: true, completed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) } },
  });
});

test("a profile with faults is refused with each of them, and nothing of it is saved", async ({ storeAt }) => {
  const owner = await storeAt("merchant_profile");
  const send = async (data: unknown) => refusal(await owner.request.post(`${step}/merchant-profile`, { data }));
  expect(await send({ contact_email: "x", tax_number: "LU1", website: "ftp://x", default_language: "xx" })).toBe(
    "422 invalid_input, contact_email invalid_format, dashboard_language required, default_language invalid_value, " +
      "merchant_name required, tax_number invalid_format, website invalid",
  );
  expect(await send({ ...answers.merchantProfile(owner), completed: true, store_id: 1 })).toBe(
    "400 invalid_request, completed unknown_key, store_id unknown_key",
  );
  expect(await send({ ...answers.merchantProfile(owner), brand_name: 5 })).toMatch(/^400 invalid_request, brand_name/);
  expect(await send({ ...answers.merchantProfile(owner), merchant_name: "x".repeat(161) })).toMatch(
    /^422 .*merchant_name/,
  );
  expect(await statusOf(owner)).toMatchObject({ status: "not_started", completed_steps_count: 0 });
});

test("of two that save the same version, the second one is told both values", async ({ storeAt }) => {
  const owner = await storeAt("letzshop_api");
  const profile = answers.merchantProfile(owner);
  const send = (merchant_name: string, version?: number) =>
    owner.request.post(`${step}/merchant-profile`, { data: { ...profile, merchant_name, version } });
  expect((await send("First", 1)).status()).toBe(200);
  const second = await send("Second", 1);
  expect((await second.json()).data).toMatchObject({
    version: 2,
    saved: { merchant_name: "First" },
    given: { merchant_name: "Second" },
    changed_at: expect.stringMatching(/Z$/),
  });
  expect(await refusal(second)).toBe("409 version_conflict");
  expect((await send("Third")).status(), "without a version the last one wins").toBe(200);
  expect(await dataOf(await owner.request.get(`${step}/merchant-profile`))).toMatchObject({
    merchant_name: "Third",
    version: 3,
  });
});

test("a connection test says which of its answers it got, and saves nothing", async ({ storeAt }) => {
  const owner = await storeAt("letzshop_api");
  const check = (api_key: string, shop_slug = "demo-shop") =>
    post(owner.request, `${step}/letzshop-api/test`, { api_key, shop_slug });
  expect(await check("ls_sandbox_key")).toMatchObject({ ok: true, class: null, shop_name: "Épicerie du Grund" });
  expect(await check("ls_sandbox_key", "another-shop")).toMatchObject({ ok: false, class: "wrong_address" });
  expect(await check("wrong_key")).toMatchObject({ ok: false, class: "auth" });
  expect(await check("ls_noperm_key")).toMatchObject({ ok: false, class: "permission" });
  expect(await check("ls_limited_key")).toMatchObject({ ok: false, class: "rate_limit", retry_after: 30 });
  expect(await statusOf(owner)).toMatchObject({ current_step: "letzshop_api" });
});

test("a key that fails its test is not saved; a good one is, and is never told again", async ({ storeAt }) => {
  const owner = await storeAt("letzshop_api");
  const send = (api_key: string, shop_slug = "demo-shop") =>
    owner.request.post(`${step}/letzshop-api`, { data: { api_key, shop_slug } });
  expect(await refusal(await send("wrong_key"))).toBe("422 invalid_input, api_key auth");
  expect(await refusal(await send("ls_noperm_key"))).toBe("422 invalid_input, api_key permission");
  expect(await refusal(await send("ls_sandbox_key", "another-shop"))).toBe(
    "422 invalid_input, shop_slug wrong_address",
  );
  expect(await refusal(await send("ls_sandbox_key", "Not A Slug"))).toBe("422 invalid_input, shop_slug invalid_format");
  const limited = await send("ls_limited_key");
  expect(await refusal(limited)).toMatch(/^429 rate_limited/);
  expect(limited.headers()["retry-after"]).toBe("30");
  expect((await limited.json()).data).toMatchObject({ retry_after: 30 });
  expect(await statusOf(owner)).toMatchObject({ current_step: "letzshop_api" });

  expect((await send("ls_sandbox_key")).status()).toBe(200);
  const told = await owner.request.get(`${step}/letzshop-api`);
  expect(await told.text()).not.toContain("ls_sandbox_key");
  expect(await dataOf(told)).toMatchObject({ shop_slug: "demo-shop", last_four: "_key", version: 1 });
});

test("a feed configuration needs one address and numbers in their range", async ({ storeAt, sandboxUrl }) => {
  const owner = await storeAt("product_import");
  const good = answers.productImport(sandboxUrl);
  const send = async (data: object) => refusal(await owner.request.post(`${step}/product-import`, { data }));
  expect(await dataOf(await owner.request.get(`${step}/product-import`))).toMatchObject({
    csv_url_fr: null,
    default_tax_rate: 17,
    delivery_method: "package_delivery",
    preorder_days: 0,
    version: 0,
  });
  expect(await send({ ...good, csv_url_fr: null })).toBe("422 invalid_input, csv_url_fr required");
  expect(await send({ ...good, csv_url_fr: "file:///etc/passwd" })).toMatch(/^422 invalid_input, csv_url_fr/);
  expect(await send({ ...good, preorder_days: 366 })).toBe("422 invalid_input, preorder_days too_big");
  expect(await send({ ...good, preorder_days: 1.5 })).toMatch(/^422 invalid_input, preorder_days/);
  expect(await send({ ...good, default_tax_rate: 16, delivery_method: "drone" })).toMatch(
    /^422 invalid_input, default_tax_rate \w+, delivery_method invalid_value$/,
  );
  expect(await send({ ...good, preorder_days: "3" })).toMatch(/^400 invalid_request, preorder_days/);
  expect(await statusOf(owner)).toMatchObject({ current_step: "product_import" });
  expect(await post(owner.request, `${step}/product-import`, good)).toMatchObject({ next_step: "order_sync" });
});
