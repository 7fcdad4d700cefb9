import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, listen, test } from "./journey";
import { look, open } from "./look";
import { OwnPeople } from "./own-people";

const desk = "/admin/onboardings";

// A product of this file's own, without a worker: what stands here moves when the test moves it.
let product: OwnProduct;
let people: OwnPeople;

/** Customers as they might stand, and one agent. */
const world = `
  BEGIN; SET LOCAL ROLE gangway_system;
  WITH made AS (
    INSERT INTO customer (name, zuora_tenant_id, created_at, updated_at)
    SELECT 'Atelier ' || n, n::text, now(), now() FROM generate_series(1, 34) n RETURNING id, zuora_tenant_id::int AS n
  ), begun AS (
    INSERT INTO onboarding (kind, status, customer_id, started_at, ended_at, created_at)
    SELECT 'customer', (ARRAY['complete', 'failed', 'running', 'waiting', 'pending'])[1 + n % 5]::"OnboardingStatus", id,
      now() - n * interval '1 hour', CASE WHEN n % 5 < 2 THEN now() - n * interval '1 hour' + interval '4 minutes 12 seconds' END, now()
    FROM made ORDER BY n RETURNING id, status
  ), person AS (INSERT INTO "user" (name, phone_number) VALUES ('Ada Lovelace', '+14155550142') RETURNING id
  ), agent AS (INSERT INTO agent (user_id) SELECT id FROM person RETURNING user_id
  ), theirs AS (
    INSERT INTO onboarding (kind, status, agent_user_id, started_at, created_at)
    SELECT 'agent', 'running', user_id, now(), now() FROM agent RETURNING id, status
  )
  INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, attempts, error_code, error_message, waiting_for, next_attempt_at, started_at, ended_at)
  SELECT *, now(), CASE WHEN state IN ('done', 'failed') THEN now() END FROM (SELECT o.id, s.step, 'set_up', s.at, (CASE
      WHEN o.status = 'complete' OR s.at = 1 AND o.status <> 'pending' THEN 'done' WHEN s.at > 2 THEN 'pending'
      WHEN o.status = 'failed' THEN 'failed' WHEN o.status = 'waiting' THEN 'waiting'
      WHEN o.status = 'running' THEN CASE WHEN o.id % 2 = 0 THEN 'retrying' ELSE 'running' END ELSE 'pending' END)::"StepState" AS state,
    CASE WHEN s.at = 2 THEN 2 ELSE 1 END,
    CASE WHEN s.at = 2 AND o.status IN ('failed', 'waiting') THEN (ARRAY['auth', 'unreachable'])[1 + o.id % 2] END,
    CASE WHEN s.at = 2 AND o.status IN ('failed', 'waiting') THEN 'Refused.' END,
    CASE WHEN s.at = 2 AND o.status = 'waiting' THEN 'zuora_client' END, CASE WHEN s.at = 2 AND o.status = 'running' AND o.id % 2 = 0 THEN now() + interval '1 hour' END
  FROM (SELECT * FROM begun UNION ALL SELECT * FROM theirs) o,
    (VALUES ('customer_record', 1), ('credential_validation', 2), ('workflow_sync', 3)) s(step, at)) stepped;
  COMMIT`;
const summarize = () =>
  product.database.query("BEGIN; SET LOCAL ROLE gangway_system; SELECT summarize_moved(500); COMMIT");

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

  await product.database.query(world);
  await summarize();
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
  await page.getByRole("button", { name: "Apply" }).first().click();
  await expect(rows).toHaveCount(14);
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
  await context.close();
});
