import { atStep, expect, test } from "./journey";
import { look, open } from "./look";
import type { StoreOwner } from "./people";
import { answers, newPhoneNumber, post } from "./people";

// Every page and main state, wide and narrow, light and dark; Playwright may share the tests of this file out.
test.describe.configure({ mode: "parallel" });

const step = "/api/v1/store/onboarding/step";
test("the front page, and what is not there", async ({ page }) => {
  await open(page, "/");
  await look(page, "front page");
  await open(page, "/there/is/nothing");
  await look(page, "not found");
  await open(page, "/reminders/nobodys");
  await look(page, "no more reminders");
});

test("signing up: with faults, and waiting for the code", async ({ page }) => {
  await open(page, "/signup/store");
  await look(page, "sign-up");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
  await look(page, "sign-up with faults");
  await page.getByLabel("Store name").fill("Shop");
  await page.getByLabel("Your name").fill("Owner");
  await page.getByLabel("E-mail address").fill("owner@example.com");
  await page.getByLabel("Mobile number").fill(newPhoneNumber());
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/challenge=/);
  await look(page, "code");
  await page.getByLabel("Security code").fill("000000");
  await expect(page.getByLabel("Security code")).toHaveAttribute("aria-invalid", "true");
  await look(page, "wrong code");
});

test("the steps of the wizard", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  const base = `/store/${owner.code}/onboarding`;
  await open(page, `${base}/merchant-profile`);
  await look(page, "profile");
  await page.getByLabel("Merchant name").fill("");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
  await look(page, "profile with a fault");
  await open(page, `${base}/letzshop-api`);
  await page.getByLabel("API key").fill("wrong");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("The key was refused")).toBeVisible();
  await look(page, "Letzshop with a refused key");
});

test("feed, check page and the front page in mid-wizard", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/onboarding/product-import`);
  await look(page, "product feed");
  await open(page, `/store/${owner.code}/onboarding/order-sync`);
  await look(page, "check page");
  await open(page, "/");
  await look(page, "front page of an owner");
});

/** A store whose import takes a while, so that there is something to look at. */
async function startLongImport(owner: StoreOwner, sandboxUrl: string): Promise<void> {
  const feed = `${sandboxUrl}/feeds/fr.csv?rows=40000`;
  await post(owner.request, `${step}/product-import`, { ...answers.productImport(sandboxUrl), csv_url_fr: feed });
  await post(owner.request, `${step}/order-sync/trigger`, { days_back: 90 }, 202);
}

test("an import that runs, and the shop it leads to", async ({ storeAt, pageOf, sandboxUrl }) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  await startLongImport(owner, sandboxUrl);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", /\d/);
  await look(page, "import under way");
  await expect(
    page.getByText("You can close this page. It goes on without you."),
    "it ran all the while",
  ).toBeVisible();
  const done = page.getByRole("button", { name: "Go to dashboard" });
  await done.waitFor({ timeout: 60_000 });
  await look(page, "import ended");
  await done.click();
  await page.waitForURL(/dashboard/);
  for (const place of ["dashboard", "orders", "products"]) {
    await open(page, `/store/${owner.code}/${place}`);
    await look(page, place);
  }
});

test("the settings: profile, products, a tested key, the question before it goes, and none", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("complete");
  const page = await pageOf(owner);
  for (const part of ["profile", "products", "letzshop"]) {
    await open(page, `/store/${owner.code}/settings/${part}`);
    if (part === "letzshop") {
      await page.getByRole("button", { name: "Test the key on file" }).click();
      await expect(page.getByText("Connected to Épicerie du Grund")).toBeVisible();
    }
    await look(page, `settings, ${part}`);
  }
  await page.getByRole("button", { name: "Delete the key" }).click();
  await look(page, "the question before a key goes");
  await page.getByRole("dialog").getByRole("button", { name: "Delete the key" }).click();
  await expect(page.getByText("There is no Letzshop key")).toBeVisible();
  await look(page, "settings without a key");
  await open(page, `/store/${owner.code}/dashboard`);
  await look(page, "dashboard without a key");
});

test("an import with a part missing, and an empty shop", async ({ storeAt, pageOf, sandboxUrl }) => {
  const owner = await storeAt("product_import");
  const broken = { ...answers.productImport(sandboxUrl), csv_url_fr: `${sandboxUrl}/feeds/xx.csv` };
  await post(owner.request, `${step}/product-import`, broken);
  await post(owner.request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await atStep(page, "order-sync");
  await page.getByRole("button", { name: /^Try again/ }).waitFor({ timeout: 120_000 });
  await look(page, "import with a part missing");
  await page.getByRole("button", { name: "Go to dashboard" }).click();
  await page.waitForURL(/dashboard/);
  await look(page, "dashboard with a part missing");
  await open(page, `/store/${owner.code}/products`);
  await look(page, "no products");
});

test("the admin's desk, the outbox and the API's document", async ({ staff, pageOf }) => {
  const page = await pageOf(await staff("admin"));
  for (const address of [
    "/admin",
    "/admin/stores",
    "/dev/outbox",
    "/dev/outbox?to=nobody",
    "/docs/api",
    "/docs/api/post-v1-store-signup",
    "/",
  ]) {
    await open(page, address);
    await look(page, address);
  }
});
