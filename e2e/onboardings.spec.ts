import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { isFull } from "@/lib/platform/testing/full-form";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, listen, test } from "./journey";
import { look, open } from "./look";
import { fillDesk } from "./own-onboardings";
import { OwnPeople } from "./own-people";
import { goByKeyboard, watchRows } from "./walk-onboardings";

const desk = "/admin/onboardings";

// A product of this file's own, without a worker: what stands here moves when the test moves it.
let product: OwnProduct;
let people: OwnPeople;

test.beforeAll("a product without a worker", async ({ playwright, sandboxUrl, cronSecret }) => {
  product = await OwnProduct.start();
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
});
test.afterAll(async () => {
  await people?.leave();
  await product?.end();
});

test("ux 4: an admin filters, sorts and turns the pages of all onboardings; the address remembers all of it", async ({
  browser,
}) => {
  const admin = await people.staff("admin");
  const state = await admin.request.storageState();
  const context = await browser.newContext({ baseURL: product.address, storageState: state });
  const page = await context.newPage();
  const heard = listen(page);
  await open(page, desk);
  await expect(page.getByText("Nobody has begun yet")).toBeVisible();
  if (isFull) await look(page, "no onboardings");

  await fillDesk(product);
  await open(page, desk);
  const table = page.getByRole("table", { name: "Onboardings" });
  const rows = table.locator("tbody").getByRole("row");
  const names = () => rows.getByRole("cell").locator("[href^='/admin/onboardings/'] bdi").allTextContents();
  await expect(rows).toHaveCount(25);
  await expect(rows.first()).toContainText("Ada Lovelace");
  await expect(table.getByText("Waiting for credentials").first()).toBeVisible();
  await expect(table.getByText(/Retrying \(2 of \d, next \d\d:\d\d\)/).first()).toBeVisible();
  await expect(table.getByText("The key was refused").first()).toBeVisible();
  await look(page, "onboardings");

  // The pages there and back.
  const first = await names();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(rows).toHaveCount(10);
  const second = await names();
  expect(new Set([...first, ...second]).size).toBe(35);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(rows).toHaveCount(25);
  expect(await names()).toEqual(first);

  // Sorted by a column, and the other way round.
  await table.getByRole("link", { name: "Attempts" }).press("Enter");
  await expect(table.getByRole("columnheader", { name: "Attempts" })).toHaveAttribute("aria-sort", "ascending");
  await table.getByRole("link", { name: "Subject" }).click();
  await expect(table.getByRole("columnheader", { name: "Subject" })).toHaveAttribute("aria-sort", "ascending");
  expect((await names())[0]).toBe("Ada Lovelace");

  // Filters, columns and rows stand in the address, and survive it.
  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Failed", { exact: true }).check();
  await page.getByLabel("Waiting", { exact: true }).check();
  // Who waits for other rows sees that they come.
  const held = Promise.withResolvers<void>();
  const isDesk = ({ pathname }: URL) => pathname === desk;
  await page.route(isDesk, route => held.promise.then(() => route.continue()), { times: 1 });
  await page.getByRole("button", { name: "Apply" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "Loading" })).toBeVisible();
  held.resolve();
  await expect(rows).toHaveCount(14);
  await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
  await expect(page.getByText("14 onboardings · all time")).toBeVisible();
  await page.getByText("Columns", { exact: true }).click();
  await page.getByLabel("Duration").uncheck();
  await expect(table.getByRole("columnheader", { name: "Duration" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect.poll(() => new URL(page.url()).search).toContain("cols=");
  await page.reload();
  await expect(rows).toHaveCount(14);
  await expect(table.getByRole("columnheader", { name: "Duration" })).toHaveCount(0);
  await expect(table.getByRole("columnheader", { name: "Subject" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("link", { name: "Remove the filter Status: Waiting" }).click();
  await expect(page.getByText("7 failed · all time")).toBeVisible();
  if (isFull) await look(page, "failed onboardings");
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(rows).toHaveCount(25);

  await page.getByRole("searchbox", { name: "Find an onboarding" }).fill("0142");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Find an onboarding" }).fill("nobody at all");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("Nothing found")).toBeVisible();
  await look(page, "no such onboarding");
  expect(heard).toEqual([]);

  // What breaks on the way says so in its place, and goes on when somebody tries again.
  await page.setViewportSize({ width: 1280, height: 900 });
  await open(page, `${product.address}/admin/stores`);
  await product.database.query("ALTER TABLE onboarding_summary RENAME TO gone");
  await page.getByRole("navigation", { name: "Admin" }).getByRole("link", { name: "Onboardings" }).press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Something went wrong on our side" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Admin" })).toBeVisible();
  if (isFull) await look(page, "onboardings that cannot be read");
  await product.database.query("ALTER TABLE gone RENAME TO onboarding_summary");
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(rows).toHaveCount(25);
  await context.close();
});

test("an operator sees people masked, selects nothing and acts on nothing; without scripts all is links and forms", async ({
  browser,
}) => {
  await fillDesk(product);
  const operator = await people.staff("operator");
  const state = await operator.request.storageState();
  const context = await browser.newContext({ baseURL: product.address, storageState: state, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${desk}?kind=agent,moon&limit=many&sort=colour`);
  const table = page.getByRole("table", { name: "Onboardings" });
  const rows = table.locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(1);
  await expect(table).toContainText("A••• L•••");
  await expect(page.getByText("Ada")).toHaveCount(0);
  await expect(table.getByRole("checkbox")).toHaveCount(0);
  await expect(table.getByRole("button")).toHaveCount(0);
  await page.getByRole("link", { name: "Remove the filter Kind: Agent" }).click();
  await expect(rows).toHaveCount(25);
  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Failed", { exact: true }).check();
  await page.getByRole("button", { name: "Apply" }).first().click();
  await expect(rows).toHaveCount(7);
  await table.getByRole("link", { name: "Subject" }).click();
  await expect(table.getByRole("columnheader", { name: "Subject" })).toHaveAttribute("aria-sort", "ascending");
  const download = await operator.request.get(`${product.address}/api/v1/admin/onboardings/export?status=failed`);
  expect((await download.text()).trim().split("\r\n")).toHaveLength(8);
  await context.close();
});

/** Opens a browser in which an admin is signed in to this product, does `work` in it, and hears no complaint. */
async function asAdmin(browser: Browser, work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  await fillDesk(product);
  const admin = await people.staff("admin");
  const storageState = await admin.request.storageState();
  const context = await browser.newContext({ baseURL: product.address, storageState, ...options });
  const page = await context.newPage();
  const heard = listen(page);
  await work(page);
  expect(heard).toEqual([]);
  await context.close();
}

test("ux 4: rows stay up to date in their places, new ones wait, and nothing moves under a hand; views are saved", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  await asAdmin(browser, page => watchRows(page, product));
});

test("ux 4: by keyboard alone an admin filters, sorts, selects, is asked and opens a row; times are local or UTC", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  await asAdmin(browser, goByKeyboard, { timezoneId: "Asia/Tokyo" });
});
