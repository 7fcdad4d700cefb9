import { expect, test } from "./fixtures";
import { KeyShop } from "./key-shop";
import { answers, dataOf, type StoreOwner } from "./people";

// One product for all; what a test does to its own store is nobody else's.
test.describe.configure({ mode: "default" });

const settings = "/api/v1/store/settings";
let shop: KeyShop;

test.beforeAll("a product and a Letzshop of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  shop = await KeyShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

const put = ({ request }: StoreOwner, part: string, data: object) => request.put(`${settings}/${part}`, { data });
const get = async ({ request }: StoreOwner, part: string) => dataOf(await request.get(`${settings}/${part}`));

test("settings open with the gate: before it the API names the way and pages lead there; nobody else's are there", async ({
  browser,
}) => {
  const [owner, other] = [await shop.people.storeAt("product_import"), await shop.people.storeAt("complete")];
  const bodies = { profile: answers.merchantProfile(owner), letzshop: answers.letzshopKey, products: {} };
  for (const part of Object.keys(bodies))
    for (const method of ["GET", ...(part === "products" ? [] : ["PUT"])]) {
      const data = method === "PUT" ? bodies[part as keyof typeof bodies] : undefined;
      const answer = await owner.request.fetch(`${settings}/${part}`, { method, data });
      expect(answer.status(), `${method} ${part}`).toBe(403);
      const next = `/store/${owner.code}/onboarding`;
      expect(await answer.json()).toMatchObject({ error: { code: "onboarding_required" }, data: { next } });
    }
  const page = await shop.page(browser, owner);
  for (const part of ["", "/profile", "/letzshop", "/products"]) {
    await page.goto(`/store/${owner.code}/settings${part}`);
    await page.waitForURL(/onboarding\/product-import$/);
    expect((await owner.request.get(`/store/${other.code}/settings${part}`)).status()).toBe(404);
  }
  expect((await other.request.get(`/store/${other.code}/settings/nothing`)).status()).toBe(404);
});

test("a page that was left open in one store changes nothing in another that was chosen since", async () => {
  const owner = await shop.completeStoreWith("key_of_the_settings_0");
  const from = (code: string) => ({ Referer: `${shop.product.address}/store/${code}/settings/profile` });
  const data = { ...answers.merchantProfile(owner), merchant_name: "From the other tab" };
  const late = await owner.request.put(`${settings}/profile`, { data, headers: from("OTHER1") });
  expect([late.status(), (await late.json()).error.code]).toEqual([404, "not_found"]);
  expect((await owner.request.delete(`${settings}/letzshop`, { headers: from("OTHER1") })).status()).toBe(404);
  expect(await get(owner, "profile")).not.toMatchObject({ merchant_name: "From the other tab" });
  expect(await get(owner, "letzshop")).toMatchObject({ last_four: "gs_0" });
  expect((await owner.request.put(`${settings}/profile`, { data, headers: from(owner.code) })).status()).toBe(200);
});

test("settings are the step's answers under the step's rules: same faults, versions, proof, audit; the step stays done", async ({
  sandboxUrl,
}) => {
  const owner = await shop.completeStoreWith("key_of_the_settings_1");
  const before = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  const profile = { ...answers.merchantProfile(owner), merchant_name: "Changed", brand_name: "New" };
  const { version } = await get(owner, "profile");
  const saved = await put(owner, "profile", { ...profile, version });
  expect(await dataOf(saved)).toMatchObject({ merchant_name: "Changed", brand_name: "New", version: version + 1 });
  const late = await put(owner, "profile", { ...profile, merchant_name: "Late", version });
  expect(late.status()).toBe(409);
  expect(await late.json()).toMatchObject({
    error: { code: "version_conflict" },
    data: { version: version + 1, saved: { merchant_name: "Changed" }, given: { merchant_name: "Late" } },
  });
  expect(Date.now() - Date.parse((await late.json()).data.changed_at)).toBeLessThan(60_000);
  expect((await put(owner, "profile", { ...profile, contact_email: "" })).status()).toBe(422);
  expect(await get(owner, "profile"), "nothing of it was saved").toMatchObject({ merchant_name: "Changed" });

  shop.letzshop.keys.set("a_key_without_a_right", "powerless");
  for (const [key, code] of [
    ["a_key_nobody_knows_1", "auth"],
    ["a_key_without_a_right", "permission"],
  ]) {
    const refused = await put(owner, "letzshop", { ...answers.letzshopKey, api_key: key });
    expect(refused.status()).toBe(422);
    expect((await refused.json()).error.errors).toMatchObject([{ field: "api_key", code }]);
  }
  expect(await get(owner, "letzshop")).toMatchObject({ last_four: "gs_1", problem: null, deleted: null });

  const due = async () =>
    (
      await shop.rows<{ at: Date | null }>(
        "SELECT next_refresh_at AS at FROM store_product_import p JOIN stores s ON s.id = p.store_id WHERE s.code = $1",
        owner.code,
      )
    )[0]?.at;
  const planned = await due();
  expect(planned).toBeInstanceOf(Date);
  const feeds = { ...answers.productImport(sandboxUrl), csv_url_fr: `${sandboxUrl}/feeds/fr.csv?rows=70` };
  expect((await put(owner, "products", feeds)).status()).toBe(200);
  expect(await due(), "it is still read every day").toEqual(planned);
  await shop.rows("UPDATE store_product_import SET next_refresh_at = now() - interval '1 minute'");
  const products = async () =>
    (await shop.rows("SELECT p.id FROM products p JOIN stores s ON s.id = p.store_id WHERE s.code = $1", owner.code))
      .length;
  await expect.poll(async () => [await shop.poll(), await products()][1], { timeout: 60_000 }).toBe(70);

  expect(await shop.audits(owner, "store.settings_saved")).toBe(2);
  const after = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  expect(after).toEqual(before);
});

test("the settings in the browser: the wizard's forms, saved where one is, the typed key gone, and two windows asked", async ({
  browser,
}) => {
  const owner = await shop.completeStoreWith("key_of_the_browser_1");
  const [page, other] = [await shop.page(browser, owner), await shop.page(browser, owner)];
  await page.goto(`/store/${owner.code}/dashboard`);
  await page.getByRole("navigation", { name: "Shop" }).getByRole("link", { name: "Settings" }).click();
  await page.waitForURL(/settings\/profile$/);
  await other.goto(page.url());
  const saved = (at: typeof page) => at.locator("form").getByRole("status").getByText("Saved", { exact: true });
  const save = (at: typeof page) => at.getByRole("button", { name: "Save changes" }).click();
  await page.getByLabel("Merchant name").fill("One");
  await save(page);
  await expect(saved(page)).toBeVisible();
  await page.getByLabel("Merchant name").fill("Two");
  await expect(saved(page), "not any more").toHaveCount(0);
  await save(page);
  await expect(saved(page), "again from the same page").toBeVisible();
  await other.getByLabel("Merchant name").fill("Other");
  await save(other);
  await expect(other.getByText(/was changed at \d\d:\d\d in another window/)).toBeVisible();
  await other.getByRole("button", { name: "Keep mine" }).click();
  await expect(saved(other)).toBeVisible();
  expect(await get(owner, "profile")).toMatchObject({ merchant_name: "Other" });

  await page.getByRole("navigation", { name: "Parts of the settings" }).getByRole("link", { name: "Letzshop" }).click();
  await expect(page).toHaveTitle(/^Letzshop – Settings/);
  shop.letzshop.keys.set("another_key_typed_here", "ok");
  const field = page.getByLabel("New API key");
  await field.fill("another_key_typed_here");
  await page.getByRole("button", { name: "Test connection" }).click();
  const status = page.locator("form").getByRole("status").filter({ hasText: "Connected to The Shop" });
  await expect(status.getByRole("listitem")).toHaveText([
    "Letzshop answers: yes",
    "The key is accepted: yes",
    "The key may read orders: yes",
    "The shop is found: yes",
  ]);
  await field.press("End");
  await field.press("x");
  await expect(status, "a change of the key clears it").toHaveCount(0);
  await field.press("Backspace");
  await save(page);
  await expect(saved(page)).toBeVisible();
  await expect(field).toHaveValue("");
  await expect(page.getByText("A key ending in here is on file for The Shop")).toBeVisible();
  expect(await page.content()).not.toContain("another_key_typed_here");
});

test("B15: a key of another shop than the orders' is asked about in words, in the wizard too, and saved when it is wanted", async ({
  browser,
}) => {
  const [mine, others] = ["key_of_my_shop_1", "key_of_their_shop_1"];
  const owner = await shop.storeWith(mine);
  shop.letzshop.keys.set(others, "ok");
  shop.letzshop.shops.set(others, "Their Shop");
  const early = await owner.request.post("/api/v1/store/onboarding/step/letzshop-api", {
    data: { ...answers.letzshopKey, api_key: others },
  });
  expect(early.status(), "nothing is there of the first shop").toBe(200);
  await shop.importOrders(owner);
  const data = { ...answers.letzshopKey, api_key: mine };
  const back = await owner.request.post("/api/v1/store/onboarding/step/letzshop-api", { data });
  expect(back.status()).toBe(409);
  expect(await back.json()).toMatchObject({
    error: { code: "other_shop", errors: [{ field: "other_shop", code: "other_shop" }] },
    data: { key_shop: "The Shop", orders_shop: "Their Shop" },
  });
  await dataOf(await owner.request.post("/api/v1/store/onboarding/step/order-sync/complete", { data: {} }));

  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/settings/letzshop`);
  await page.getByLabel("New API key").fill(mine);
  await page.getByLabel("Shop address name").fill(answers.letzshopKey.shop_slug);
  const save = page.getByRole("button", { name: "Save changes" });
  await save.click();
  const question = "This key belongs to The Shop. Your orders come from Their Shop.";
  await expect(page.getByRole("link", { name: question })).toBeVisible();
  expect(await get(owner, "letzshop"), "nothing is saved").toMatchObject({ shop_name: "Their Shop" });
  const yes = page.getByLabel("Yes, from now on my orders come from this shop");
  await yes.check();
  await save.click();
  await expect(page.locator("form").getByRole("status").getByText("Saved", { exact: true })).toBeVisible();
  await expect(yes).toHaveCount(0);
  expect(await get(owner, "letzshop")).toMatchObject({ shop_name: "The Shop", last_four: "op_1" });
  expect(await shop.audits(owner, "store.shop_changed")).toBe(1);
  await page.context().close();
});
