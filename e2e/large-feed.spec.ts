import { isFull } from "@/lib/platform/testing/full-form";
import { atStep, countRows, expect, recordBar, test } from "./journey";
import { answers, post } from "./people";

const rows = isFull ? 100_000 : 10_000;
const onboarding = "/api/v1/store/onboarding";

test(`a feed of ${rows} products is watched on a bar until every one of them is there`, async ({
  storeAt,
  pageOf,
  sandboxUrl,
}) => {
  const owner = await storeAt("product_import");
  const feed = { ...answers.productImport(sandboxUrl), csv_url_fr: `${sandboxUrl}/feeds/fr.csv?rows=${rows}` };
  await post(owner.request, `${onboarding}/step/product-import`, feed);
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await atStep(page, "order-sync");
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByText("You can close this page. It goes on without you.")).toBeVisible();
  const readBar = await recordBar(page);
  await page.getByRole("button", { name: "Go to dashboard" }).waitFor({ timeout: 180_000 });
  const bar = await readBar();
  // It is asked for every two seconds, and a fast machine needs little more for the short form.
  expect(bar.length, `the bar moved: ${bar}`).toBeGreaterThan(isFull ? 3 : 0);
  expect(bar, "and never back").toEqual([...bar].sort((a, b) => a - b));
  expect(await countRows(owner.code)).toMatchObject({ products: rows, texts: rows });
  await page.getByRole("button", { name: "Go to dashboard" }).click();
  await page.waitForURL(/dashboard$/);
  const figure = page.locator("dl > div", { hasText: "Products" }).locator("dd");
  await expect(figure).toHaveText(new Intl.NumberFormat("en").format(rows));
});
