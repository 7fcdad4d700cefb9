import { expect, test } from "./journey";
import { look, open } from "./look";
import { answers, post } from "./people";

// The states that bell, skip, draft and exceptions add; Playwright may share the tests of this file out.
test.describe.configure({ mode: "parallel" });

const step = "/api/v1/store/onboarding/step";

test("a skipped store: at the desk, its question, its shop, its wizard and its notices", async ({
  storeAt,
  staff,
  pageOf,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  const desk = await pageOf(admin);
  await open(desk, "/admin/stores");
  await desk.getByRole("button", { name: `Skip set-up of ${owner.storeName}` }).click();
  await expect(desk.getByRole("dialog")).toBeVisible();
  await look(desk, "the question before a skip");
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const skip = `/api/v1/admin/stores/${owner.code}/onboarding/skip`;
  await post(admin.request, skip, { reason: "Import done by hand, ticket 4711", until });
  await open(desk, "/admin/stores");
  await look(desk, "stores with a skipped one");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/dashboard`);
  await look(page, "dashboard of a skipped store");
  await open(page, `/store/${owner.code}/onboarding`);
  await look(page, "wizard of a skipped store");
  await page.getByRole("link", { name: /^Notices/ }).click();
  await expect(page.getByRole("region", { name: "Notices" }).getByRole("listitem")).toHaveCount(1);
  await look(page, "the open bell");
  await open(page, "/account/notices");
  await look(page, "all notices");
});

test("a draft that came back, the ways to be told, and articles without a product", async ({
  storeAt,
  pageOf,
  sandboxUrl,
}) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  await owner.request.put(`${step}/merchant-profile/draft`, { data: { description: "Bread and cheese" } });
  await open(page, `/store/${owner.code}/onboarding/merchant-profile`);
  await expect(page.getByText("Here is what you typed before")).toBeVisible();
  await look(page, "a draft that came back");
  const feed = `${sandboxUrl}/feeds/fr.csv?rows=10000`;
  await post(owner.request, `${step}/product-import`, { ...answers.productImport(sandboxUrl), csv_url_fr: feed });
  await post(owner.request, `${step}/order-sync/trigger`, { days_back: 90 }, 202);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await page.getByRole("button", { name: "Tell me when ready" }).click();
  await look(page, "the ways to be told");
  const complete = await storeAt("complete");
  const shop = await pageOf(complete);
  await open(shop, `/store/${complete.code}/orders/unmatched`);
  await look(shop, "articles without a product");
  await open(shop, `/store/${complete.code}/dashboard`);
  await look(shop, "what the last run has changed");
});
