import { expect, tabTo, test } from "./journey";
import { look, open } from "./look";
import { answers, dataOf, post } from "./people";

const step = "/api/v1/store/onboarding/step";
const desk = "/api/v1/admin/onboardings";

test("F14, F15: one onboarding says why it stopped; an admin retries from its menu by keyboard, and it completes", async ({
  storeAt,
  staff,
  pageOf,
  sandboxUrl,
}) => {
  const owner = await storeAt("product_import");
  const good = answers.productImport(sandboxUrl);
  await post(owner.request, `${step}/product-import`, { ...good, csv_url_fr: `${sandboxUrl}/feeds/xx.csv` });
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, answers.orderSync, 202);
  const progress = async (id: number) => dataOf(await owner.request.get(`${step}/order-sync/progress/${id}`));
  await expect.poll(async () => (await progress(job_id)).status, { timeout: 60_000 }).toBe("partial");
  const { id, store_id } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));

  const admin = await staff("admin");
  const page = await pageOf(admin);
  await open(page, `/admin/onboardings/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(owner.storeName);
  await expect(
    page.getByText(/^Failed at Product rows: .+ Tried once, at \d\d:\d\d\. Nothing goes on by itself\.$/),
  ).toBeVisible();
  const rows = page.getByRole("listitem").filter({ hasText: "Product rows" }).first();
  await expect(rows).toContainText("Cause");
  await expect(rows).toContainText("What to do");
  const needed = page.locator("section", { has: page.getByRole("heading", { name: "What is needed" }) });
  await expect(needed.getByRole("listitem").first(), "the worst first").toContainText("Products from the feeds");
  await expect(needed.getByRole("listitem").first()).toContainText("There is nothing at the address.");
  const readiness = `/api/v1/admin/readiness/store/${store_id}`;
  const needs: { code: string; state: string }[] = await dataOf(await admin.request.get(readiness));
  expect(needs.find(one => one.code === "products")).toMatchObject({ state: "problem", owner: "user" });
  const [own] = (await dataOf(await owner.request.get("/api/v1/me/readiness"))).items;
  expect(own, "its owner reads the same").toMatchObject({ kind: "store", id: store_id, is_through: false });
  expect(own.requirements).toEqual(needs);
  await page.getByText("As a table").click();
  const tries = page.getByRole("table", { name: "Timeline" });
  await expect(tries.getByRole("row").filter({ hasText: "Orders" })).toContainText("Done");
  const calls = page.getByRole("table", { name: "Upstream calls" });
  await expect(calls.getByRole("row").nth(1), "those that failed come first").toContainText("404");
  await expect(calls).not.toContainText(answers.letzshopKey.api_key);
  await expect(page.getByRole("table", { name: "What was done" })).toContainText(`job_${job_id}`);
  await expect(page.getByRole("link", { name: `job_${job_id}` }).first()).toHaveAttribute(
    "href",
    `/admin/onboardings?q=job_${job_id}`,
  );
  await look(page, "an onboarding that stopped");

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(() => window.scrollTo(0, 0));
  const menu = page.getByRole("button", { name: `Actions for ${owner.storeName}` });
  await menu.focus();
  await page.keyboard.press("Enter");
  const items = page.getByRole("menuitem");
  await expect(items).toHaveText([
    "Retry failed steps",
    "Run from step…",
    "Run all again",
    "Skip set-up…",
    "Copy support code",
  ]);
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Run ${owner.storeName} again from a step?` });
  await expect(dialog).toContainText("Letzshop and the feeds are only read");
  await expect(dialog.getByLabel("From which step")).toHaveValue("products");
  await dialog.getByLabel("Reason").fill("too short");
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await expect(dialog.locator("[aria-invalid=true]")).toBeFocused();
  await look(page, "a question about an onboarding");
  await page.keyboard.press("Escape");
  await expect(menu, "whoever gives up is where they were").toBeFocused();

  await post(owner.request, `${step}/product-import`, good);
  await page.keyboard.press("Enter");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("Enter");
  const retry = page.getByRole("dialog", { name: `Try again what ${owner.storeName} lacks?` });
  await expect(retry).toBeVisible();
  await tabTo(page, retry.getByRole("button", { name: "Retry" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(`What ${owner.storeName} lacks is tried again.`)).toBeAttached();
  const last = async () => (await dataOf(await admin.request.get(`${desk}/${id}`))).row.run;
  await expect.poll(async () => (await last()).status, { timeout: 60_000 }).toBe("complete");
  await expect(
    page.getByRole("table", { name: "Runs" }).getByRole("row").nth(1),
    "without anybody's doing",
  ).toContainText("Complete");
  await expect(page.getByRole("table", { name: "Steps × runs" }).getByRole("row")).toHaveCount(3);
  await expect(needed, "it is asked for again").not.toContainText("There is nothing at the address.");
  await look(page, "an onboarding that ran again");

  const operator = await staff("operator");
  const reader = await pageOf(operator);
  await open(reader, `/admin/onboardings/${id}`);
  await reader.getByRole("button", { name: `Actions for ${owner.storeName}` }).click();
  await expect(reader.getByRole("menuitem")).toHaveText(["Copy support code"]);
  expect((await operator.request.post(`${desk}/${id}/retry`, { data: {} })).status()).toBe(403);
  const seen = JSON.stringify(await dataOf(await operator.request.get(`${desk}/${id}`)));
  const told = JSON.stringify(await dataOf(await operator.request.get(readiness)));
  for (const hidden of [owner.phoneNumber, owner.email]) expect(seen + told).not.toContain(hidden);
  for (const none of ["store/999999999", "member/999999999"])
    expect((await operator.request.get(`/api/v1/admin/readiness/${none}`)).status(), none).toBe(404);
  for (const none of [999_999_999, "x", 0])
    expect((await reader.goto(`/admin/onboardings/${none}`))?.status(), `${none}`).toBe(404);
  expect((await owner.request.get(`${desk}/${id}`)).status()).toBe(403);
});

test("F11: the steps of a kind side by side, those with trouble alone, each cell the way to its onboarding", async ({
  storeAt,
  staff,
  pageOf,
}) => {
  const owner = await storeAt("product_import");
  const page = await pageOf(await staff("operator"));
  await open(page, "/admin/onboardings/grid?kind=store");
  // Written down within a second.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("row").filter({ hasText: owner.storeName })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 15_000 });
  const cell = page.getByRole("link", { name: `Product feed of ${owner.storeName}: Not begun` });
  await expect(page.getByRole("columnheader", { name: /Product feed \d+ of \d+ failed here/ })).toBeVisible();
  await look(page, "steps × runs");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("link", { name: "Only those with trouble" }).click();
  await page.waitForURL(/trouble=yes/);
  await expect(page.getByRole("row").filter({ hasText: owner.storeName })).toHaveCount(0);
  await page.goBack();
  await cell.click();
  await page.waitForURL(/\/admin\/onboardings\/\d+$/);
  await expect(page.getByText(/^Waits since .+ for the store’s owner: Product feed is next\./)).toBeVisible();
});
