import type { Page } from "@playwright/test";
import { isFull } from "@/lib/platform/testing/full-form";
import type { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, tabTo } from "./journey";
import { look, open } from "./look";
import { summarize } from "./own-onboardings";

const desk = "/admin/onboardings";

/** An admin looks at the desk while things move: rows are refreshed in their places, or left alone while a hand is on them; then keeps a view. */
export async function watchRows(page: Page, product: OwnProduct): Promise<void> {
  await page.clock.install();
  await open(page, `${desk}?every=5&q=ada`);
  const rows = page.getByRole("table", { name: "Onboardings" }).locator("tbody").getByRole("row");
  const bar = page.getByRole("progressbar", { name: "Progress of Ada Lovelace" });
  await expect(bar).toHaveAttribute("aria-valuenow", "33");
  /** Lets five seconds pass for the page, again and again, until it shows what is expected. */
  const inTime = (expected: () => Promise<void>) =>
    expect(async () => {
      await page.clock.fastForward(5_000);
      await expected();
    }).toPass({ timeout: 20_000 });
  const finish = async (step: string) => {
    await product.database.query(`BEGIN; SET LOCAL ROLE gangway_system;
      UPDATE onboarding_step SET state = 'done', ended_at = now(), next_attempt_at = NULL
      WHERE step = '${step}' AND onboarding_id = (SELECT min(id) FROM onboarding WHERE kind = 'agent'); COMMIT`);
    await summarize(product);
  };
  await finish("credential_validation");
  await inTime(() => expect(bar).toHaveAttribute("aria-valuenow", "66", { timeout: 1000 }));

  // Whoever asks in vain is told, and the rows stay.
  const isNow = ({ pathname }: URL) => pathname === "/api/v1/admin/onboardings/now";
  const error = { code: "rate_limited", message: "Wait.", errors: [], doc_url: "", support_code: "req_walk" };
  await page.route(isNow, route =>
    route.fulfill({ status: 429, json: { success: false, message: "Wait.", data: null, error } }),
  );
  await inTime(() => expect(page.getByText("The rows could not be refreshed")).toBeVisible({ timeout: 1000 }));
  await expect(page.getByText("req_walk")).toBeVisible();
  if (isFull) await look(page, "rows that are not refreshed");
  await expect(rows).toHaveCount(1);
  await page.unroute(isNow);
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(page.getByText("The rows could not be refreshed")).toBeHidden();

  // Nothing is asked for while a menu is open, or a row is selected, however long somebody takes.
  const asked: string[] = [];
  page.on("request", request => isNow(new URL(request.url())) && asked.push(request.url()));
  const waitLong = async () => {
    for (let wait = 0; wait < 4; wait++) await page.clock.fastForward(5_000);
    await page.evaluate(() => fetch("/api/health/live").then(answer => answer.text()));
  };
  await page.getByText("Columns", { exact: true }).click();
  await waitLong();
  expect(asked, "a menu is open").toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "Select Ada Lovelace" }).press("Space");
  await expect(page.getByText("Paused while rows are selected")).toBeVisible();
  await expect(page.getByText("1 onboarding chosen")).toBeVisible();
  await look(page, "a row is selected");
  await product.database.query(`BEGIN; SET LOCAL ROLE gangway_system;
    WITH person AS (INSERT INTO "user" (name, phone_number) VALUES ('Ada Yonath', '+14155550143') RETURNING id),
      made AS (INSERT INTO agent (user_id) SELECT id FROM person RETURNING user_id)
    INSERT INTO onboarding (kind, status, agent_user_id, created_at) SELECT 'agent', 'pending', user_id, now() FROM made; COMMIT`);
  await finish("workflow_sync");
  asked.length = 0;
  await waitLong();
  expect(asked, "a row is selected").toEqual([]);
  await expect(bar).toHaveAttribute("aria-valuenow", "66");

  // Afterwards the rows catch up, and who has come since waits to be shown.
  await page.getByRole("checkbox", { name: "Select Ada Lovelace" }).uncheck();
  const show = page.getByRole("button", { name: "1 new, show" });
  await inTime(() => expect(show).toBeVisible({ timeout: 1000 }));
  await expect(bar).toHaveAttribute("aria-valuenow", "100");
  await expect(rows).toHaveCount(1);
  await show.press("Enter");
  await expect(rows).toHaveCount(2);

  await page.getByText("Saved views", { exact: true }).click();
  await page.getByLabel("Name of this view").fill("Everybody called Ada");
  await page.getByRole("button", { name: "Save this view" }).click();
  await expect(page.getByText("Saved as “Everybody called Ada”.")).toBeVisible();
  if (isFull) await look(page, "saved views");
  await open(page, desk);
  await page.getByText("Saved views", { exact: true }).click();
  await page.getByRole("link", { name: "Everybody called Ada" }).click();
  await expect(rows).toHaveCount(2);
  await page.getByText("Saved views", { exact: true }).click();
  await page.getByRole("button", { name: "Delete the view Everybody called Ada" }).click();
  await expect(page.getByText("No saved views yet")).toBeVisible();
}

/** An admin works the desk without a mouse: filters, sorts, selects, is asked and goes back, opens a row's menu and the row. */
export async function goByKeyboard(page: Page): Promise<void> {
  const { keyboard } = page;
  await open(page, desk);
  const table = page.getByRole("table", { name: "Onboardings" });
  const rows = table.locator("tbody").getByRole("row");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await tabTo(page, page.locator("summary", { hasText: "Filters" }));
  await keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Failed", { exact: true }));
  await keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Apply" }).first());
  await keyboard.press("Enter");
  await expect(rows).toHaveCount(7);

  const sort = table.getByRole("link", { name: "Subject" });
  await tabTo(page, sort);
  await keyboard.press("Enter");
  await expect(table.getByRole("columnheader", { name: "Subject" })).toHaveAttribute("aria-sort", "ascending");
  await expect(rows.first()).toContainText("Atelier 1");
  await expect(sort).toBeFocused();

  await tabTo(page, page.getByRole("checkbox", { name: "Select Atelier 1", exact: true }));
  await keyboard.press("Space");
  await expect(page.getByText("1 onboarding chosen")).toBeVisible();
  const retry = page.getByRole("button", { name: "Retry", exact: true });
  await tabTo(page, retry, "Shift+Tab");
  await keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("What others notice")).toBeVisible();
  if (isFull) await look(page, "what would be done with a row");
  await keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(retry).toBeFocused();

  const menu = page.getByRole("button", { name: "Actions for Atelier 1", exact: true });
  await tabTo(page, menu);
  await keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  if (isFull) await look(page, "the menu of a row");
  await keyboard.press("Escape");
  await expect(menu).toBeFocused();

  // As their clock shows it, and as everybody's.
  const began = rows.first().locator("time").first();
  const at = new Date(String(await began.getAttribute("datetime")));
  const clockIn = (timeZone: string) =>
    at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  await expect(began).toContainText(clockIn("Asia/Tokyo"));
  await tabTo(page, page.getByRole("radio", { name: "Local time" }));
  await keyboard.press("ArrowRight");
  await expect(began).toContainText(`${clockIn("UTC")} UTC`);

  const subject = table.getByRole("link", { name: "Atelier 1", exact: true });
  await tabTo(page, subject, "Shift+Tab");
  await keyboard.press("Enter");
  await page.waitForURL(/\/admin\/onboardings\/\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Atelier 1");
  await expect(page.locator("time").filter({ hasText: "UTC" }).first()).toBeAttached();
}
