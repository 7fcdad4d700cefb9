import { transaction } from "@/lib/platform/db";
import { expect, press, test } from "./journey";
import { answers, type StoreOwner } from "./people";

const saveProfile = async (owner: StoreOwner, more: object) => {
  const data = { ...answers.merchantProfile(owner), ...more };
  expect((await owner.request.put("/api/v1/store/settings/profile", { data })).status()).toBe(200);
};

test("C19, C21–C26: after the set-up one thing is worth doing next, told and counted by the data, and the list is put away for ever", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("complete");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/dashboard`);
  const title = page.getByRole("heading", { level: 2, name: "What is worth doing next" });
  const bar = page.getByRole("progressbar", { name: "What is worth doing next" });
  await expect(title).toBeVisible();
  await expect(page.getByText("1 of 5 done")).toBeVisible();
  await expect(bar).toHaveAttribute("aria-valuenow", "20");
  await expect(page.getByRole("heading", { level: 3 }), "one thing at a time").toHaveCount(1);
  const next = page.getByRole("link", { name: "Complete the profile" });
  await expect(next).toHaveAttribute("href", `/store/${owner.code}/settings/profile`);
  await expect(page.getByRole("link", { name: "Give every ordered article its product" })).toBeHidden();

  await saveProfile(owner, { tax_number: "LU12345678", description: "Bread, and more bread." });
  await page.reload();
  await expect(page.getByText("3 of 5 done"), "whichever way it was done").toBeVisible();
  await expect(bar).toHaveAttribute("aria-valuenow", "60");
  await page.getByText("All 5 of them").click();
  await expect(page.getByRole("link", { name: "Add your feed in every language" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Complete what invoices need" })).toContainText("Done");

  // Of a shop that has sold nothing yet, what is left is optional.
  await transaction("system", tx => tx.order.deleteMany({ where: { store: { code: owner.code } } }));
  await page.reload();
  await expect(page.getByText("3 of 4 done")).toBeVisible();
  await press(page, "I’ll do this later: Add your feed in every language");
  await expect(page.getByText("The rest can wait")).toBeVisible();
  await page.getByText("All 4 of them").click();
  const putOff = page.getByRole("listitem").filter({ hasText: "Add your feed in every language" });
  await expect(putOff, "C19: it counts and stays").toContainText("later");

  await press(page, "Do not show this");
  await press(page, "Put it away");
  await expect(title).toHaveCount(0);
  const elsewhere = await pageOf(owner);
  await elsewhere.goto(`/store/${owner.code}/dashboard`);
  await expect(elsewhere.getByRole("heading", { level: 2, name: "Newest orders" })).toBeVisible();
  await expect(elsewhere.getByText("What is worth doing next"), "on another device too").toHaveCount(0);
});

test("A28: the dashboard says when orders are updated next, and updates them now; the products stay alone", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("complete");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/dashboard`);
  const card = page.locator("section").filter({ hasText: "Orders are updated daily, next at" });
  await expect(card.getByRole("time").or(card.locator("time")).first()).toBeVisible();
  await press(page, "Update now");
  await expect(card.getByText("Reading your orders…")).toBeVisible();
  await expect(card.getByText("Up to date")).toBeVisible({ timeout: 20_000 });
  await expect(card.getByText("started by you")).toBeVisible();
  const changes = page.getByRole("table", { name: "What changed with the last run" });
  await expect(changes.getByRole("row").filter({ hasText: "Orders" })).toBeVisible();
  await expect(changes.getByRole("row").filter({ hasText: "Products" })).toHaveCount(0);
});
