import { expect, test } from "./fixtures";

// Scripts that are held up here must not be known already.
test.use({ hasFreshContexts: true });

test("a form whose checks cannot be loaded is checked by the server, fault beside field, and nothing is lost", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding/merchant-profile`);
  await page.waitForLoadState("networkidle");
  const refused: string[] = [];
  await page.route("**/_next/static/chunks/**", async route => {
    refused.push(route.request().url());
    await route.abort();
  });
  await page.getByLabel("Merchant name").fill("");
  await page.getByLabel("VAT number").fill("12345678");
  await page.getByRole("button", { name: "Continue" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect(summary.getByRole("link")).not.toHaveCount(0);
  await expect(page.getByLabel("Merchant name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("VAT number")).toHaveValue("12345678");
  expect(refused.length, "the checks come with the first touch").toBeGreaterThan(0);
  await page.unroute("**/_next/static/chunks/**");
  await page.getByLabel("Merchant name").fill("Librairie");
  await page.getByLabel("VAT number").fill("LU12345678");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/letzshop-api/);
});

test("what is typed before the scripts are there stays, and is saved", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  let release: () => void = () => undefined;
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  await page.route("**/_next/static/chunks/**", async route => {
    await held;
    await route.continue();
  });
  await page.goto(`/store/${owner.code}/onboarding/merchant-profile`, { waitUntil: "commit" });
  const [merchant, brand] = [page.getByLabel("Merchant name"), page.getByLabel("Brand name")];
  await merchant.fill("Typed at once");
  await brand.fill("And this");
  release();
  await expect(page.getByLabel("Contact e-mail"), "now the page is awake").toHaveValue(owner.email);
  await expect(merchant).toHaveValue("Typed at once");
  await expect(brand).toHaveValue("And this");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/letzshop-api/);
  const saved = await page.request.get("/api/v1/store/onboarding/step/merchant-profile");
  expect((await saved.json()).data).toMatchObject({ merchant_name: "Typed at once", brand_name: "And this" });
});
