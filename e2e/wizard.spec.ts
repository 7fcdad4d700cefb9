import { transaction } from "@/lib/platform/db";
import { atStep, expect, headings, test } from "./journey";
import { open } from "./look";
import { answers, dataOf, post } from "./people";

const step = "/api/v1/store/onboarding/step";
const slugs = Object.keys(headings) as (keyof typeof headings)[];

/** The store's key as the database has it, sealed; null before it is saved. */
const storedKey = (code: string) =>
  transaction("system", tx => tx.letzshopCredential.findFirst({ where: { store: { code } } }));

test("a step that is not open yet leads back to the first unfinished one, by address and by API", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  for (const slug of ["product-import", "order-sync"]) {
    await page.goto(`/store/${owner.code}/onboarding/${slug}`);
    await atStep(page, "letzshop-api");
  }
  // Whom to ask is the sender of our mails, who reads.
  await expect(page.getByRole("link", { name: "hello@gangway.example" })).toBeVisible();
  const bodies = {
    "product-import": answers.productImport("http://example.com"),
    "order-sync/trigger": answers.orderSync,
    "order-sync/complete": {},
  };
  for (const [address, data] of Object.entries(bodies)) {
    const answer = await owner.request.post(`${step}/${address}`, { data });
    expect(answer.status(), address).toBe(409);
    expect(await answer.json()).toMatchObject({
      success: false,
      data: { current_step: "letzshop_api", required_step: "letzshop_api" },
      error: { code: "step_out_of_order" },
    });
  }
});

test("behind the gate there is nothing before the end: dashboard, orders and products lead to the wizard", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("product_import");
  const page = await pageOf(owner);
  for (const address of ["dashboard", "orders", "products", "onboarding"]) {
    await page.goto(`/store/${owner.code}/${address}`);
    await atStep(page, "product-import");
  }
});

test("reloading, leaving and coming back lose nothing that was saved, and the way back is open", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  const merchant = page.getByLabel("Merchant name");
  await open(page, `/store/${owner.code}/onboarding`);
  await expect(merchant, "the page is awake and shows what the sign-up told").not.toHaveValue("");
  await merchant.fill("Léa’s Épicerie & Fils");
  await page.getByLabel("About the shop").fill("Bread.\nCheese.");
  await page.getByLabel("Language of your shop").selectOption("de");
  await page.getByRole("button", { name: "Continue" }).click();
  await atStep(page, "letzshop-api");
  await page.reload();
  await atStep(page, "letzshop-api");

  await page.getByRole("link", { name: "Back", exact: true }).click();
  await atStep(page, "merchant-profile");
  await expect(merchant).toHaveValue("Léa’s Épicerie & Fils");
  await expect(page.getByLabel("About the shop")).toHaveValue("Bread.\nCheese.");
  await expect(page.getByLabel("Language of your shop")).toHaveValue("de");

  await page.getByRole("link", { name: "Save and finish later" }).click();
  await page.waitForURL("/");
  await page
    .getByRole("main")
    .getByRole("link", { name: /go on|continue/i })
    .click();
  await atStep(page, "letzshop-api");
  await page.goBack();
  await page.goForward();
  await atStep(page, "letzshop-api");
});

test("the list of steps says where one is: done ones are links, later ones are not", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("product_import");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await expect(page).toHaveTitle("Product feed – Step 3 of 4 – Gangway");
  await expect(page.getByText("Step 3 of 4")).toBeVisible();
  const list = page.getByRole("navigation", { name: "Progress" }).getByRole("listitem");
  await expect(list).toHaveCount(slugs.length);
  await expect(list.nth(2)).toHaveAttribute("aria-current", "step");
  await expect(list.getByRole("link")).toHaveText(["Profile", "Letzshop"]);
  await expect(list.nth(3).getByRole("link")).toHaveCount(0);
  await list.getByRole("link").first().click();
  await atStep(page, "merchant-profile");
});

test("a form with faults keeps what was typed, names every fault, and takes people to it", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/onboarding`);
  const merchant = page.getByLabel("Merchant name");
  await expect(merchant, "the page is awake and shows what the sign-up told").not.toHaveValue("");
  await merchant.fill("");
  await page.getByLabel("Contact e-mail").fill("nobody@nowhere");
  await page.getByLabel("VAT number").fill("12345678");
  await page.getByRole("button", { name: "Continue" }).click();
  const problems = page.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect(problems.getByRole("link")).toHaveCount(3);
  await expect(problems.locator(".."), "the summary has the focus").toBeFocused();
  await expect(page).toHaveTitle(/^Error: Merchant profile/);
  const email = page.getByLabel("Contact e-mail");
  await expect(email).toHaveValue("nobody@nowhere");
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/Enter an e-mail address like name@example.com/);
  await problems.getByRole("link", { name: /e-mail/ }).click();
  await expect(email).toBeFocused();
  await email.fill("somebody@example.com");
  await expect(problems.getByRole("link"), "a fault goes when it is mended").toHaveCount(2);
});

test("a wrong key is refused with its field, and nothing of it is saved", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await page.getByLabel("API key").fill("wrong_key_12345");
  await page.getByLabel("Shop address name").fill("demo-shop");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("status").getByText("The key was refused")).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "Letzshop did not accept this key" })).toBeVisible();
  await expect(page.getByLabel("API key")).toHaveAttribute("aria-invalid", "true");
  expect(await storedKey(owner.code)).toBeNull();

  await page.getByLabel("API key").fill("ls_sandbox_key");
  await page.getByLabel("Shop address name").fill("no-such-shop");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Shop address name")).toHaveAttribute("aria-invalid", "true");
  expect(await storedKey(owner.code)).toBeNull();

  await page.getByLabel("Shop address name").fill("demo-shop");
  await page.getByRole("button", { name: "Continue" }).click();
  await atStep(page, "product-import");
  expect((await storedKey(owner.code))?.apiKey, "sealed in its row").toMatch(/^g1\./);
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await atStep(page, "letzshop-api");
  await expect(page.getByText("A key ending in _key is on file for Épicerie du Grund")).toBeVisible();
  await expect(page.getByRole("link", { name: "Keep it and continue" })).toHaveAttribute("href", /product-import$/);
  await expect(page.getByLabel("API key")).toHaveValue("");
});

test("what was found of a connection counts no longer once a credential changes", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await page.getByLabel("API key").fill("ls_sandbox_key");
  await page.getByLabel("Shop address name").fill("demo-shop");
  const found = page.getByRole("status").getByText("Connected to Épicerie du Grund");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(found).toBeVisible();
  await page.getByLabel("API key").fill("ls_noperm_key");
  await expect(found).toHaveCount(0);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("status").getByText("The key lacks a permission")).toBeVisible();
  await page.getByLabel("API key").fill("ls_limited_key");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("status").getByText("Too many requests for now")).toBeVisible();
});

test("two windows cannot overwrite each other unseen: keep mine, or use what was saved", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  const address = `/store/${owner.code}/onboarding/merchant-profile`;
  const merchant = page.getByLabel("Merchant name");
  const conflict = page.getByText(/This step was changed at \d\d:\d\d in another window/);
  const saved = async () => (await dataOf(await owner.request.get(`${step}/merchant-profile`))).merchant_name;
  const saveElsewhere = (merchant_name: string) =>
    post(owner.request, `${step}/merchant-profile`, { ...answers.merchantProfile(owner), merchant_name });

  await open(page, address);
  await saveElsewhere("The other window");
  await merchant.fill("This window");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(conflict).toBeVisible();
  expect(await saved(), "nothing is overwritten").toBe("The other window");
  await page.getByRole("button", { name: "Use saved" }).click();
  await expect(merchant).toHaveValue("The other window");

  await open(page, address);
  await saveElsewhere("The other window again");
  await merchant.fill("This window wins");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(conflict).toBeVisible();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await atStep(page, "letzshop-api");
  expect(await saved()).toBe("This window wins");
});

test("the pages of somebody else's store look like pages that are not there (bar 25)", async ({ storeAt, pageOf }) => {
  const [owner, stranger] = await Promise.all([storeAt("letzshop_api"), storeAt("letzshop_api")]);
  const page = await pageOf(stranger);
  const nothing = page.getByRole("heading", { name: "There is nothing here" });
  for (const place of ["onboarding", "onboarding/merchant-profile", "dashboard", "orders", "products"]) {
    const answer = await page.goto(`/store/${owner.code}/${place}`);
    expect.soft(answer?.status(), place).toBe(404);
    await expect.soft(nothing, place).toBeAttached();
    expect.soft(await page.content(), place).not.toContain(owner.marker);
  }
  await page.goto(`/store/${stranger.code}/onboarding`);
  await atStep(page, "letzshop-api");
});
