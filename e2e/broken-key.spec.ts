import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { KeyShop } from "./key-shop";
import { answers, dataOf, post, readCode, type StoreOwner } from "./people";
import { askForCode, codeField } from "./sign-in-page";

// One product for all; what a test does to its own store is nobody else's.
test.describe.configure({ mode: "default" });

const step = "/api/v1/store/onboarding/step";
const settings = "/api/v1/store/settings";
const refused = "Letzshop no longer accepts your key";
let shop: KeyShop;

test.beforeAll("a product and a Letzshop of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  shop = await KeyShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

const pathOf = (link: string | undefined) => {
  const { pathname, search } = new URL(String(link));
  return pathname + search;
};
const replaceKey = ({ request }: StoreOwner, address: string, key: string) => {
  shop.letzshop.keys.set(key, "ok");
  const data = { ...answers.letzshopKey, api_key: key };
  return request.fetch(address, { method: address.startsWith(settings) ? "PUT" : "POST", data });
};

test("B11, B12: a refused key is shown to its owner and the desk, written of once, replaced where the mail leads, and the import goes on", async ({
  browser,
}) => {
  const owner = await shop.storeWith("first_key_of_broken_1");
  const [stranger, admin] = [await shop.people.storeAt("order_sync"), await shop.people.staff("admin")];
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByText("You can close this page")).toBeVisible();
  shop.letzshop.keys.set("first_key_of_broken_1", "refused");
  await shop.poll();
  const notice = page.getByText(refused, { exact: true });
  await expect(notice, "on the page that watched").toBeVisible({ timeout: 60_000 });
  expect(await shop.key(owner)).toMatchObject({ broken_class: "auth", told_at: expect.any(Date) });
  const waits = page.getByText("goes on by itself as soon as there is a Letzshop key that works");
  await expect(waits, "what to do, and what happens then").toBeVisible();
  const { job_id, created_new } = await post(owner.request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
  const calls = shop.letzshop.calls;
  await shop.poll();
  expect([created_new, shop.letzshop.calls], "nothing is tried meanwhile").toEqual([false, calls]);
  const progress = `${step}/order-sync/progress/${job_id}`;
  expect(await dataOf(await owner.request.get(progress))).toMatchObject({
    ...{ status: "waiting", waiting_for: "letzshop_key", ended_at: null },
    parts: [{ state: "waiting", error: { code: "auth" } }, { state: "done" }],
  });
  expect([await shop.audits(owner, "store.key_refused"), (await shop.mails(owner)).length]).toEqual([1, 1]);

  await page.goto(`/store/${owner.code}/onboarding/letzshop-api`);
  await expect(notice).toBeVisible();
  const listed = await dataOf(await admin.request.get("/api/v1/admin/stores"));
  const problems = listed.items.map((item: { code: string; key_problem: object }) => [item.code, item.key_problem]);
  expect(Object.fromEntries(problems)).toMatchObject({ [owner.code]: { class: "auth" }, [stranger.code]: null });
  const desk = await shop.page(browser, admin);
  await desk.goto("/admin/stores");
  await expect(desk.getByText("Letzshop key refused")).toHaveCount(1);
  const others = await shop.page(browser, stranger);
  for (const place of ["onboarding/letzshop-api", "onboarding/order-sync"]) {
    await others.goto(`/store/${stranger.code}/${place}`);
    await expect(others.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(others.getByText(refused, { exact: true })).toHaveCount(0);
  }

  const [mail] = await shop.mails(owner);
  expect(mail?.text).toContain("Letzshop no longer accepts the key ending in en_1 for The Shop");
  const away = await shop.page(browser);
  const place = `/store/${owner.code}/onboarding/letzshop-api?from=check`;
  expect(pathOf(mail?.link)).toBe(place);
  await away.goto(String(mail?.link));
  await askForCode(away, owner.phoneNumber, away.url());
  await codeField(away).pressSequentially(await readCode(owner.request, owner.phoneNumber));
  await away.getByRole("button", { name: "Sign in" }).click();
  await away.waitForURL(`**${place}`);
  shop.letzshop.keys.set("second_key_of_broken", "ok");
  await away.getByLabel("New API key").fill("second_key_of_broken");
  await away.getByRole("button", { name: "Continue" }).click();
  await away.waitForURL(/order-sync$/);
  await expect(away.getByText(refused, { exact: true })).toHaveCount(0);
  const hasEnded = async () => [await shop.poll(), await away.getByText("All done").count()][1];
  await expect.poll(hasEnded, { timeout: 60_000 }).toBeGreaterThan(0);
  await away.getByRole("button", { name: "Go to dashboard" }).click();
  await away.waitForURL(/dashboard$/);
  await expect(away.getByText(refused, { exact: true })).toHaveCount(0);
  expect((await shop.mails(owner)).map(({ subject }) => subject?.replace(/.*: /, ""))).toEqual([
    "your Letzshop key needs you",
    "your Letzshop key works again",
  ]);
  expect(await shop.audits(owner, "store.key_recovered")).toBe(1);
});

/** An admin has all of a store's import run again, from the list of stores. */
async function runAllAgain(desk: Page, owner: StoreOwner): Promise<void> {
  await desk.goto("/admin/stores");
  const row = desk.getByRole("row").filter({ hasText: owner.code });
  await expect(row).toContainText("Last import done with problems");
  const open = row.getByRole("button", { name: `Run import again: ${owner.storeName}` });
  await open.press("Enter");
  const question = desk.getByRole("dialog");
  for (const effect of [
    "only read",
    "one line under their bell",
    "No e-mail and no text message",
    "one e-mail about it",
  ])
    await expect(question, "A6: its effects outside are named").toContainText(effect);
  await expect(question.getByRole("radio", { name: /^What is missing/ })).toBeChecked();
  await question.getByRole("radio", { name: /^Everything, from “Orders” on/ }).check();
  await question.getByLabel(/^Reason/).fill("short");
  await question.getByRole("button", { name: "Run again" }).click();
  await expect(question.getByLabel(/^Reason/), "a reason is one or is left out").toBeFocused();
  await question.getByLabel(/^Reason/).fill("asked for by phone, ticket 12");
  await question.getByRole("button", { name: "Run again" }).click();
  await expect(question).toHaveCount(0);
  await expect(desk.getByRole("status").getByText(`The import of ${owner.storeName} runs again.`)).toBeAttached();
  await expect(row).toContainText("Import about to start");
  await expect(open).toHaveCount(0);
}

test("A5, A6, B11: after the onboarding the mail leads to the settings, the dashboard says so, and the missing import is fetched", async ({
  browser,
  sandboxUrl,
}) => {
  const owner = await shop.completeStoreWith("first_key_of_later_1", `${sandboxUrl}/feeds/xx.csv`);
  const admin = await shop.people.staff("admin");
  shop.letzshop.keys.set("first_key_of_later_1", "powerless");
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/dashboard`);
  const again = page.getByRole("button", { name: "Try again: Product rows" });
  await again.click();
  const question = page.getByRole("dialog");
  await expect(question, "A6: what goes out again is said before").toContainText(
    "No e-mail and no text message goes out again",
  );
  await question.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Importing…" })).toBeVisible();
  await shop.poll();
  await expect(again, "the orders, which are there, are not asked for again").toBeVisible({ timeout: 60_000 });
  await runAllAgain(await shop.page(browser, admin), owner);
  await shop.poll();
  await page.reload();
  await expect(page.getByText("The import waits for a Letzshop key that works")).toBeVisible();
  const notice = page.getByText("Your Letzshop key may not read orders", { exact: true });
  await expect(notice).toBeVisible({ timeout: 60_000 });
  const [mail, ...more] = await shop.mails(owner);
  expect([pathOf(mail?.link), more]).toEqual([`/store/${owner.code}/settings/letzshop`, []]);

  await page.getByRole("link", { name: "Replace the key" }).click();
  await page.waitForURL(/settings\/letzshop$/);
  await expect(notice).toBeVisible();
  shop.letzshop.keys.set("first_key_of_later_1", "ok");
  await page.getByRole("button", { name: "Test the key on file" }).click();
  await expect(page.getByText("Connected to The Shop")).toBeVisible();
  expect(await shop.key(owner), "given its right back, it is healed by a test").toMatchObject({ broken_class: null });
  expect(await shop.mails(owner)).toHaveLength(2);
  expect(await shop.audits(owner, "store.key_used"), "two imports and a test").toBe(3);
  await shop.poll();
  expect(await shop.audits(owner, "store.key_used"), "and the import that went on by itself").toBe(4);
  await page.goto(`/store/${owner.code}/dashboard`);
  await expect(notice).toHaveCount(0);
  await expect(again).toBeVisible();
});

test("B12: a key that its owner has seen refused is not written of, neither then nor when another one works", async () => {
  const owner = await shop.completeStoreWith("key_of_the_looker_1");
  shop.letzshop.keys.set("key_of_the_looker_1", "refused");
  const test = await post(owner.request, `${settings}/letzshop/test`, {});
  expect(test).toMatchObject({ ok: false, class: "auth", checks: { key_accepted: "failed" } });
  expect(await shop.key(owner)).toMatchObject({ broken_class: "auth", told_at: null });
  expect((await replaceKey(owner, `${settings}/letzshop`, "next_key_of_the_looker")).status()).toBe(200);
  expect(await shop.key(owner)).toMatchObject({ broken_class: null, last_four: "oker" });
  expect(await shop.mails(owner)).toEqual([]);
  const told = ["store.key_refused", "store.key_recovered", "store.settings_saved"];
  expect(await Promise.all(told.map(action => shop.audits(owner, action)))).toEqual([1, 1, 1]);
});

test("B13: before the end of the wizard a deleted key stops the import until there is another", async ({ browser }) => {
  const owner = await shop.storeWith("key_of_the_hesitant_1");
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/letzshop-api`);
  await page.getByRole("button", { name: "Delete the key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the key" }).click();
  await expect(page.getByText(/The key ending in nt_1 for The Shop was deleted on/)).toBeVisible();
  const started = await owner.request.post(`${step}/order-sync/trigger`, { data: { days_back: 1 } });
  expect(await started.json()).toMatchObject({
    error: { code: "step_out_of_order" },
    data: { required_step: "letzshop_api" },
  });
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await page.getByRole("link", { name: "Enter a key" }).click();
  await page.getByLabel("API key").fill(answers.letzshopKey.api_key);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/order-sync$/);
  expect(await shop.importOrders(owner)).toMatchObject({ state: "done" });
});

// Last: it moves the clock.
test("B13: a key is deleted after a question, is of no use from then on, and its remainder goes after thirty days", async ({
  browser,
}) => {
  const owner = await shop.completeStoreWith("key_to_be_deleted_1");
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/settings/letzshop`);
  const button = page.getByRole("button", { name: "Delete the key" });
  await button.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("No more orders are fetched from Letzshop for The Shop");
  await page.keyboard.press("Escape");
  expect((await shop.key(owner))?.api_key).not.toBeNull();
  await button.click();
  await dialog.getByRole("button", { name: "Delete the key" }).click();
  await expect(page.getByText("There is no Letzshop key")).toBeVisible();
  await expect(page.getByText(/The key ending in ed_1 for The Shop was deleted on/)).toBeVisible();
  await expect(page.locator("#main"), "who deleted it stays on the page").toBeFocused();
  expect(await shop.key(owner)).toMatchObject({ api_key: null, last_four: "ed_1" });
  expect(await shop.audits(owner, "store.key_deleted")).toBe(1);

  const calls = shop.letzshop.calls;
  expect((await owner.request.post(`${settings}/letzshop/test`, { data: {} })).status()).toBe(404);
  expect((await owner.request.delete(`${settings}/letzshop`)).status(), "twice").toBe(404);
  expect(shop.letzshop.calls).toBe(calls);
  const { status } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  expect(status, "the store stays complete").toBe("completed");
  await page.goto(`/store/${owner.code}/dashboard`);
  await expect(page.getByText("There is no Letzshop key")).toBeVisible();

  const days = (count: number) =>
    fetch(`${shop.product.address}/api/dev/clock`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: shop.product.address },
      body: JSON.stringify({ advance_seconds: count * 86_400 }),
    });
  await days(29);
  await shop.poll();
  expect(await shop.key(owner)).not.toBeNull();
  await days(1.01);
  await shop.poll();
  expect(await shop.key(owner)).toBeNull();
  expect(await shop.audits(owner, "store.key_deleted")).toBe(1);
});
