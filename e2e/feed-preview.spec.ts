import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { look, open } from "./look";

const panel = (page: Page) => page.getByRole("status").filter({ has: page.getByRole("heading", { name: "Columns" }) });
const previewOf = (page: Page, feed: string) => page.getByRole("button", { name: `Preview ${feed}` }).click();

test("a feed is looked into beside its address, and what was found goes when the address changes", async ({
  storeAt,
  pageOf,
  sandboxUrl,
}) => {
  const owner = await storeAt("product_import");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/onboarding/product-import`);
  const address = page.getByLabel("French feed");
  await address.fill(`${sandboxUrl}/feeds/fr.csv?rows=1200`);
  await previewOf(page, "French feed");
  await expect(panel(page)).toContainText("1,200 of 1,200 rows can be imported");
  await expect(panel(page)).toContainText("Separated by tabs · UTF-8 · 15 of 17 columns used");
  await expect(panel(page).getByRole("row")).toHaveCount(6);
  await look(page, "a feed looked into");

  await address.fill(`${sandboxUrl}/feeds/fr.csv?rows=10`);
  await expect(panel(page)).toHaveCount(0);
  await address.fill("no address");
  await previewOf(page, "French feed");
  await expect(page.getByText("Enter an address that begins with https:// or http://").first()).toBeVisible();

  await page.getByLabel("English feed").fill(`${sandboxUrl}/feeds/nothing.csv`);
  await previewOf(page, "English feed");
  await expect(page.getByRole("status").getByText("There is no file at this address")).toBeVisible();
  await look(page, "a feed that cannot be looked into");
});

test("a shop reads its feeds again when asked to, and takes its products and orders home as tables", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("complete");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/products`);
  await expect(page.getByText("Up to date")).toBeVisible();
  await page.getByRole("button", { name: "Refresh now" }).click();
  await expect(page.getByText("Reading your feeds…")).toBeVisible();
  await expect(page.getByText("50unchanged").or(page.getByText("unchanged50"))).toBeVisible({ timeout: 60_000 });
  for (const [what, lines] of [
    ["products", 51],
    ["orders", 2],
  ] as const) {
    await open(page, `/store/${owner.code}/${what}`);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export as CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`^${owner.code}-${what}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
    const text = readFileSync(await file.path(), "utf8");
    expect(text.startsWith("\ufeff")).toBe(true);
    expect(text.trimEnd().split("\r\n").length, what).toBeGreaterThanOrEqual(lines);
  }
});
