import type { ServerResponse } from "node:http";
import type { APIRequestContext } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { isFull } from "@/lib/platform/testing/full-form";
import { expect, test } from "./fixtures";
import { look } from "./look";
import { csv, many, OwnShop } from "./own-shop";
import { dataOf, post } from "./people";

// One product for all; what a test does to its own store is nobody else's.
test.describe.configure({ mode: "default" });

const step = "/api/v1/store/onboarding/step";
let shop: OwnShop;

test.beforeAll("a product of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  shop = await OwnShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

test("bar 82: a download that is cut off anywhere changes nothing, in a preview and in an import", async () => {
  const path = "/cut.csv";
  const [first, second] = [csv(...many(400)), csv(...many(400, "2.00"))];
  shop.feeds[path] = first;
  const owner = await shop.storeWith({ fr: shop.address(path) });
  expect(await shop.importFeeds(owner)).toMatchObject({ status: "completed" });
  const before = await shop.products(owner);
  expect(before).toHaveLength(400);
  const cuts: ((response: ServerResponse) => void)[] = [0.02, 0.5, 0.999].map(share => response => {
    response.writeHead(200, { "Content-Length": Buffer.byteLength(second) });
    response.write(second.slice(0, second.length * share), () => response.destroy());
  });
  // Without a length only the missing end of the chunks tells.
  cuts.push(
    response =>
      void response.writeHead(200).write(second.slice(0, second.lastIndexOf("\n", 5000) + 1), () => response.destroy()),
  );
  for (const [at, cut] of cuts.entries()) {
    shop.feeds[path] = cut;
    const told = await shop.look(shop.address(path));
    expect([told.status, told.body.error.errors[0].code], `cut ${at}`).toEqual([502, "unreachable"]);
    await shop.product.database.query("DELETE FROM upstream_breaker");
  }
  const job = await owner.request.post(`${step}/order-sync/trigger`, { data: { days_back: 1 } });
  const { job_id } = await dataOf(job);
  await expect
    .poll(
      async () => {
        await shop.poll();
        const { parts } = await dataOf(await owner.request.get(`${step}/order-sync/progress/${job_id}`));
        return parts[1];
      },
      { timeout: 60_000 },
    )
    .toMatchObject({
      id: "products",
      state: "retrying",
      done: 0,
      error: { code: "unreachable", message: expect.stringContaining("broke off in the middle") },
    });
  expect(await shop.products(owner)).toEqual(before);
  await expect.poll(shop.leftovers).toEqual([]);
});

async function audits(action: string): Promise<number> {
  const { rows } = await shop.product.database.query(
    "SELECT count(*)::int AS count FROM audit_entry WHERE action = $1",
    [action],
  );
  return rows[0].count;
}

const readTable = async (request: APIRequestContext, path: string): Promise<string[][]> => {
  const file = await request.get(path);
  expect(file.status(), path).toBe(200);
  expect(file.headers()["cache-control"]).toContain("no-store");
  return parse(await file.text(), { bom: true });
};

test("bar 86: what a shop exports holds no formula, whatever its feed holds; unfinished stores export nothing", async () => {
  const odd = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    '=HYPERLINK("http://x","y")',
    "-2+3+cmd|' /C calc'!A0",
  ];
  shop.feeds["/odd.csv"] = csv(
    ...odd.map((text, id) => `"${id}","${text.replaceAll('"', '""')}",1.00`),
    '"=id","plain",1.00',
  );
  const owner = await shop.completeStore({ fr: shop.address("/odd.csv") });
  const [header = [], ...lines] = await readTable(owner.request, "/api/v1/store/products/export");
  expect(header.slice(0, 2)).toEqual(["id", "title_fr"]);
  expect(lines.map(line => line[1])).toEqual([...odd.map(text => `'${text}`), "plain"]);
  expect(lines.at(-1)?.[0]).toBe("'=id");
  await shop.product.database.query("UPDATE orders SET customer_name = '=cmd()'");
  const [, order] = await readTable(owner.request, "/api/v1/store/orders/export");
  expect(order).toContain("'=cmd()");
  expect([await audits("store.products_exported"), await audits("store.orders_exported")]).toEqual([1, 1]);
  const looker = await shop.people.storeAt("order_sync");
  const early = await looker.request.get("/api/v1/store/products/export");
  expect(early.status()).toBe(403);
  expect(await early.json()).toMatchObject({
    error: { code: "onboarding_required" },
    data: { next: `/store/${looker.code}/onboarding` },
  });
});

test("bars 85 and 87: read again, a feed changes nothing; a shrunken one asks before anything goes; a header alone is refused", async ({
  browser,
}) => {
  const path = "/shop.csv";
  shop.feeds[path] = csv(...many(100), "bad,row,free");
  const owner = await shop.completeStore({ fr: shop.address(path) });
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/products`);
  const refresh = async () => {
    await page.getByRole("button", { name: "Refresh now" }).click();
    await expect(page.getByText("Reading your feeds…")).toBeVisible();
    await shop.poll();
    await expect(page.getByText("Reading your feeds…")).toHaveCount(0, { timeout: 60_000 });
  };
  const told = (text: string) =>
    expect(page.locator("section", { hasText: "Product feeds" }).getByRole("status")).toContainText(text);
  const before = await shop.products(owner);
  await refresh();
  await told("new0changed0gone0unchanged100");
  expect(await shop.products(owner)).toEqual(before);
  const bad = await page.getByRole("link", { name: "Bad rows as CSV" }).getAttribute("href");
  expect(await readTable(owner.request, String(bad))).toEqual([
    ["feed", "line", "problem", "id", "title", "price"],
    ["fr", "102", "price: This is not a price.", "bad", "row", "free"],
  ]);
  const stranger = await shop.people.storeAt("merchant_profile");
  expect((await stranger.request.get(String(bad))).status(), "somebody else's").toBe(404);

  shop.feeds[path] = csv();
  await refresh();
  await told("holds no product. Your products stay as they are.");
  shop.feeds[path] = csv(...many(60));
  await refresh();
  const question = page.getByText("40 of your 100 products are no longer in your feed. Keep or remove?");
  await expect(question).toBeVisible();
  expect(await shop.products(owner)).toEqual(before);
  await page.goto(`/store/${owner.code}/dashboard`);
  await page.getByRole("button", { name: "Remove 40 products" }).click();
  await expect(question).toHaveCount(0);
  expect(await shop.products(owner)).toEqual(before.slice(0, 60));
  expect(await audits("store.missing_products_removed")).toBe(1);
  await page.context().close();
});

test("C7: rows that were not imported are counted at the end of the import and listed, there, on the dashboard and as a file", async ({
  browser,
}) => {
  shop.feeds["/some.csv"] = csv(...many(3), "bad,row,free", "P0009,no price,");
  const owner = await shop.storeWith({ fr: shop.address("/some.csv") });
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByText("You can close this page.")).toBeVisible();
  await shop.poll();
  await expect(page.getByText("Done with problems: 2 rows were not imported").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Done with problems", { exact: true }), "the part's own word").toBeVisible();
  const listed = (text: string) => page.getByRole("row", { name: text });
  await expect(listed("French feed, line 5 price This is not a price.")).toBeVisible();
  if (isFull) await look(page, "an import that left rows out");

  await page.getByRole("button", { name: "Go to dashboard" }).click();
  await page.waitForURL(/dashboard$/);
  await expect(page.getByText("The last import is done with problems")).toBeVisible();
  await expect(page.getByText("Product rows: 2 of 5 not imported")).toBeVisible();
  await page.getByRole("link", { name: "See the problems" }).click();
  await expect(listed("French feed, line 6 price The field is empty.")).toBeVisible();
  const jobId = Number(/\d+$/.exec(page.url())?.[0]);
  const { parts } = await dataOf(await owner.request.get(`${step}/order-sync/progress/${jobId}`));
  expect(parts).toMatchObject([{ skipped: 0 }, { id: "products", skipped: 2, issues: 2 }]);
  const file = await page.getByRole("link", { name: "Problems as CSV" }).getAttribute("href");
  expect(await readTable(owner.request, String(file))).toEqual([
    ["part", "source", "line", "field", "code", "problem"],
    ["products", "fr", "5", "price", "invalid_price", "This is not a price."],
    ["products", "fr", "6", "price", "missing", "The field is empty."],
  ]);
  await look(page, "the problems of an import");
  await page.context().close();
});

test("C8: a shop that imported orders only may have its feeds read; a dashboard open during an import notices its end, once", async ({
  browser,
}) => {
  const owner = await shop.storeWith({ fr: shop.address("/some.csv") });
  const ordersOnly = { days_back: 1, include_products: false };
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, ordersOnly, 202);
  await shop.end(owner.request, job_id);
  await post(owner.request, `${step}/order-sync/complete`, {});
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/products`);
  await expect(page.getByText("Your feeds have not been read yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Refresh now" })).toBeVisible();

  const admin = await shop.people.staff("admin");
  const { id } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  await post(admin.request, `/api/v1/admin/onboardings/${id}/retry`, { all: true }, 202);
  await page.goto(`/store/${owner.code}/dashboard`);
  await expect(page.getByText("An import is running")).toBeVisible();
  let drawn = 0;
  page.on("request", request => {
    const headers = request.headers();
    const isDrawing = headers.rsc && !headers["next-router-prefetch"] && !headers["next-router-segment-prefetch"];
    if (isDrawing && new URL(request.url()).pathname.endsWith("/dashboard")) drawn += 1;
  });
  await shop.poll();
  await expect(page.getByText("Last import finished")).toBeVisible({ timeout: 60_000 });
  expect(drawn).toBe(1);
  await page.context().close();
});
