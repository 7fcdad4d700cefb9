import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { dataOf, type StoreOwner } from "./people";

const asNumber = (gtin: string | null) => gtin?.replace(/^0+/, "") ?? "";

/** Ids of the ordered articles that no product answers to, found the slow way. */
async function findUnmatched({ code }: StoreOwner): Promise<{ unmatched: number[]; matched: number }> {
  return transaction("system", async tx => {
    const { id: storeId } = await tx.store.findUniqueOrThrow({ where: { code } });
    const products = await tx.product.findMany({ where: { storeId, goneAt: null }, select: { gtin: true } });
    const known = new Set(products.filter(({ gtin }) => gtin !== null).map(({ gtin }) => asNumber(gtin)));
    const lines = await tx.orderLine.findMany({
      where: { storeId, order: { status: { not: "cancelled" } } },
      orderBy: { id: "desc" },
      select: { id: true, gtin: true },
    });
    const unmatched = lines.filter(({ gtin }) => gtin === null || !known.has(asNumber(gtin))).map(({ id }) => id);
    return { unmatched, matched: lines.length - unmatched.length };
  });
}

test("ordered articles without a product are listed, all of them and no other, and a product that comes takes its article off", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("complete");
  const { unmatched } = await findUnmatched(owner);
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/orders`);
  await page.getByRole("link", { name: "Articles without a product" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Articles without a product" })).toBeVisible();
  const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
  let seen = await rows.count();
  for (let next = page.getByRole("link", { name: "Next" }); await next.isVisible(); seen += await rows.count()) {
    const address = page.url();
    await next.click();
    await expect(page).not.toHaveURL(address);
    await expect(rows.first()).toBeVisible();
  }
  expect(seen).toBe(unmatched.length);
  expect(seen, "the sandbox orders what a feed of fifty rows lacks").toBeGreaterThan(0);

  const { title, gtin } = await transaction("system", async tx => {
    const line = await tx.orderLine.findFirstOrThrow({ where: { id: { in: unmatched }, gtin: { not: null } } });
    const { id } = await tx.product.findFirstOrThrow({ where: { storeId: line.storeId, goneAt: null } });
    // As a feed would write it that fills GTINs up.
    await tx.product.update({ where: { id }, data: { gtin: String(line.gtin).padStart(14, "0") } });
    return line;
  });
  await page.goto(`/store/${owner.code}/orders/unmatched`);
  const after = await findUnmatched(owner);
  expect(after.unmatched.length, `${title} has its product now`).toBeLessThan(unmatched.length);
  await expect(page.getByRole("cell", { name: String(gtin), exact: true })).toHaveCount(0);
});

test("the dashboard tells what the last run has changed, part by part", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("complete");
  const step = "/api/v1/store/onboarding/step/order-sync/progress";
  const { orders_imported } = await dataOf(await owner.request.get(`${step}/${owner.jobId}`));
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/dashboard`);
  const changes = page.getByRole("table", { name: "What changed with the last run" });
  const counts = async (part: string) =>
    changes
      .getByRole("row", { name: new RegExp(`^${part}`) })
      .getByRole("cell")
      .allInnerTexts();
  const format = (count: number) => count.toLocaleString("en-GB");
  const orders = await counts("Orders");
  expect(orders.slice(2)).toEqual(["0", "0", "0"]);
  expect(orders[1]).toBe(format(orders_imported));
  expect((await counts("Products"))[1]).toBe("50");
});
