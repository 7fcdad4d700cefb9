import { randomUUID } from "node:crypto";
import { clientSecret, tenants } from "@/lib/customers/sandbox/tenants";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { type Person, post } from "./people";
import { makeReachableAdmin } from "./reachable-admin";

/** A customer whose onboarding the worker of this run has brought to its end. */
async function customerOf(admin: Person, name: string, sandboxUrl: string): Promise<number> {
  await makeReachableAdmin();
  const { id } = await post(
    admin.request,
    "/api/v1/admin/customers",
    {
      ...{ name, contact_email: "contact.person@example.com", zuora_base_url: `${sandboxUrl}/zuora` },
      ...{ zuora_client_id: tenants[0]?.clientId, zuora_client_secret: clientSecret },
    },
    201,
  );
  const isComplete = () =>
    transaction("system", tx => tx.onboarding.count({ where: { customerId: id, status: "complete" } }));
  await expect.poll(isComplete, { timeout: 120_000 }).toBe(1);
  return id;
}

test("002: customers are found by name, their workflows searched and synced one by one, and changed by two admins without loss", async ({
  staff,
  pageOf,
  sandboxUrl,
}) => {
  const admin = await staff("admin");
  const marker = randomUUID().slice(0, 8);
  const id = await customerOf(admin, `Quagga ${marker}`, sandboxUrl);
  const page = await pageOf(admin);
  await open(page, "/admin/customers");
  await page.getByLabel("Find a customer").fill(`AGGA ${marker}`);
  await page.getByRole("button", { name: "Find" }).click();
  await page.waitForURL(/q=AGGA/);
  await expect(page.getByRole("row"), "its head and the one").toHaveCount(2);
  const row = page.getByRole("row").filter({ hasText: marker });
  for (const told of ["Complete", "Synced", "64", "Sandbox"]) await expect(row).toContainText(told);
  await look(page, "customers");

  await test.step("workflows: searched, paged, one synced alone", async () => {
    await open(page, `/admin/customers/${id}/workflows`);
    await expect(page.getByText("64 workflows")).toBeVisible();
    await page.getByRole("link", { name: "Next" }).click();
    await page.waitForURL(/after=/);
    await expect(page.getByRole("row")).toHaveCount(26);
    await page.getByLabel("Find a workflow").fill("dunning by region 22");
    await page.getByRole("button", { name: "Find" }).click();
    await page.waitForURL(/q=dunning/);
    const [before] = await transaction("system", tx =>
      tx.onboardingRun.findMany({ where: { onboarding: { customerId: id } } }),
    );
    await page.getByRole("button", { name: "Sync Dunning by region 22 alone" }).click();
    await expect(page.getByText("The sync of Dunning by region 22 has begun.")).toBeAttached();
    const newest = () =>
      transaction("system", tx =>
        tx.onboardingRun.findFirst({ where: { onboarding: { customerId: id } }, orderBy: { id: "desc" } }),
      );
    await expect.poll(async () => (await newest())?.status, { timeout: 60_000 }).toBe("complete");
    expect((await newest())?.id).not.toBe(before?.id);
    await look(page, "workflows of a customer");
  });

  await test.step("two windows: neither overwrites the other unseen", async () => {
    const other = await pageOf(admin);
    for (const one of [page, other]) await open(one, `/admin/customers/${id}/edit`);
    await other.getByLabel("Name", { exact: true }).fill(`Zebra ${marker}`);
    await other.getByLabel("Sync by itself").selectOption("Every 6 hours");
    await other.getByRole("button", { name: "Save changes" }).click();
    await other.waitForURL(/customers\/\d+$/);
    await expect(other.getByText("Every 6 hours").first()).toBeVisible();
    await page.getByLabel("Workflows asked for at once").fill("51");
    await page.getByLabel("Contact", { exact: true }).fill("nobody");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByRole("alert").getByRole("link"), "all at once").toHaveCount(2);
    await page.getByLabel("Workflows asked for at once").fill("20");
    await page.getByLabel("Contact", { exact: true }).fill("other.person@example.com");
    await page.getByRole("button", { name: "Save changes" }).click();
    const theirs = page.getByRole("region", { name: "What was saved there" });
    await expect(theirs).toContainText(`Zebra ${marker}`);
    await expect(theirs).toContainText("Every 6 hours");
    await expect(page.getByLabel("Workflows asked for at once"), "what was typed is there").toHaveValue("20");
    await look(page, "a customer that was changed in another window");
    await page.getByRole("button", { name: "Use saved" }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(`Zebra ${marker}`);
    await expect(theirs).toHaveCount(0);
    await page.getByLabel("Workflows asked for at once").fill("20");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.waitForURL(/customers\/\d+$/);
    await expect(page.getByText("20 workflows")).toBeVisible();
    const saved = await transaction("system", tx => tx.customer.findUniqueOrThrow({ where: { id } }));
    expect(saved).toMatchObject({ name: `Zebra ${marker}`, syncEveryMinutes: 360, pageSize: 20, version: 2 });
  });

  await test.step("an operator looks, sees no address, and can do nothing", async () => {
    const reader = await pageOf(await staff("operator"));
    for (const place of ["", "/workflows", "/syncs"]) {
      await open(reader, `/admin/customers/${id}${place}`);
      await expect(reader.getByRole("heading", { level: 1 })).toHaveText(`Zebra ${marker}`);
      const acts = reader.locator("main").getByRole("button").filter({ hasNotText: "Find" });
      await expect(acts, place).toHaveCount(0);
      await expect(reader.locator("main").getByRole("link", { name: /Edit|Replace/ })).toHaveCount(0);
      expect(await reader.content()).not.toContain("contact.person");
    }
    await open(reader, "/admin/customers");
    await expect(reader.getByRole("link", { name: "New customer" })).toHaveCount(0);
    for (const place of [`${id}/edit`, `${id}/credentials`, "new", "0", "x"])
      expect((await reader.request.get(`/admin/customers/${place}`)).status(), place).toBe(404);
  });
});
