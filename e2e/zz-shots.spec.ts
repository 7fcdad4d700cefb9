import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { bringCustomerAboard } from "./own-customer";

test("shots", async ({ staff, pageOf, sandboxUrl }) => {
  test.setTimeout(120_000);
  const admin = await staff("admin");
  const { id } = await bringCustomerAboard(admin.request, sandboxUrl, { name: "Northwind Subscriptions" });
  await transaction(
    "system",
    tx => tx.$executeRaw`
    UPDATE customer SET sync_warned_at = app_now(), sync_paused_at = app_now() WHERE id = ${id}`,
  );
  await transaction(
    "system",
    tx => tx.$executeRaw`
    INSERT INTO alert (rule, subject, detail, opened_at, last_at) VALUES ('failing_customer_syncs', ${String(id)}, '{"name":"N","why":"failures","failures":3,"hours":1}'::jsonb, app_now(), app_now())`,
  );
  await admin.request.post(`/api/v1/admin/customers/${id}/sync`, { data: {} });
  await new Promise(r => setTimeout(r, 4000));
  await transaction(
    "system",
    tx => tx.$executeRaw`
    UPDATE customer SET sync_warned_at = app_now(), sync_paused_at = app_now() WHERE id = ${id}`,
  );
  const page = await pageOf(admin);
  for (const place of ["", "/monitoring", "/criteria", "/edit"])
    for (const [width, scheme] of [
      [360, "light"],
      [768, "dark"],
      [1280, "light"],
      [1280, "dark"],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(`/admin/customers/${id}${place}`);
      await page.waitForTimeout(700);
      await page.screenshot({
        path: `/tmp/h4-shots/${place.slice(1) || "overview"}-${width}-${scheme}.png`,
        fullPage: true,
      });
    }
  await page.goto(`/admin/customers/${id}`);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Planned syncs are paused")).toHaveCount(0, { timeout: 15_000 });
});
