import type { Page } from "@playwright/test";
import { rezenSandbox } from "@/lib/agents/sandbox/rezen";
import { type SandboxState, sandboxState, listen as serve } from "@/lib/platform/sandbox/server";
import type { SandboxUpstream } from "@/lib/platform/sandbox/upstream";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { codeFor, expect, listen, press, tabTo, test, type } from "./journey";
import { look } from "./look";
import { sandboxAgent } from "./own-agent";
import { newPhoneNumber } from "./people";

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const part = (page: Page, name: string) =>
  page.getByRole("list", { name: "Parts" }).getByRole("listitem").filter({ hasText: name });
const figure = (page: Page, name: string) =>
  page
    .locator("dl > div", { has: page.locator("dt", { hasText: name }) })
    .locator("dd")
    .first();

// A reZEN of our own, because a fault would hit whoever calls it next; and a product that calls it by reZEN's own paths, as production does.
let rezen: SandboxState;
let changes: NonNullable<SandboxUpstream["changes"]>;
let product: OwnProduct;
let closeRezen: () => Promise<void>;
let working: NodeJS.Timeout;
let underWay: Promise<unknown> = Promise.resolve();

test.beforeAll("a product and a reZEN of our own", async ({ sandboxUrl, cronSecret }) => {
  rezen = sandboxState(5);
  const upstream = rezenSandbox({}, new Date());
  changes = upstream.changes ?? new Map();
  const served = await serve(rezen, [upstream], { host: "127.0.0.1", port: 0 });
  closeRezen = served.close;
  product = await OwnProduct.start({
    ...{
      REZEN_API_PROFILE: "real",
      REZEN_API_URL: `${served.url}/rezen`,
      REZEN_DEALS_API_URL: `${served.url}/rezen/deals`,
    },
    OUTBOUND_PRIVATE_ORIGINS: `${sandboxUrl},${served.url}`,
  });
  // Nobody but the two roles of the product sees a row of an agent, not even who owns the tables.
  await product.database.query("SET ROLE gangway_system");
  const headers = { Authorization: `Bearer ${cronSecret}` };
  const work = async () => {
    // A part that is to be tried again is due at once: the clock is not what is tested.
    await product.database.query("UPDATE onboarding_step SET next_attempt_at = now() WHERE state = 'retrying'");
    await fetch(`${product.address}/api/cron/poll`, { headers });
  };
  working = setInterval(() => {
    underWay = Promise.allSettled([underWay, work()]);
  }, 400);
});
test.afterAll(async () => {
  clearInterval(working);
  await product?.end();
  await closeRezen?.();
});

// What reZEN closes to the key at last, part by part.
const closed = ["listings", "transactions", "sponsor_tree", "contributions", "equity", "revshare"];

const ask = async <Row extends object>(sql: string): Promise<Row[]> => (await product.database.query<Row>(sql)).rows;

/** What the database holds of the one agent there is. */
async function countRows() {
  const { rows } = await product.database.query<Record<"listings" | "transactions" | "equity" | "payments", number>>(
    `SELECT (SELECT count(*)::int FROM listing) AS listings, (SELECT count(*)::int FROM transaction) AS transactions,
       (SELECT count(*)::int FROM equity_transactions) AS equity, (SELECT count(*)::int FROM revshare_payment) AS payments`,
  );
  return rows[0] ?? { listings: 0, transactions: 0, equity: 0, payments: 0 };
}

test("000: an agent comes from sign-up to all their data by keyboard alone; with equity down all else is there, and one click brings it", async ({
  browser,
}) => {
  const phoneNumber = newPhoneNumber();
  const context = await browser.newContext({ baseURL: product.address });
  const page = await context.newPage();
  const complaints = listen(page);

  await test.step("signs up", async () => {
    await page.goto("/");
    await press(page, "Connect reZEN", "link");
    await page.waitForURL("/signup/agent");
    await type(page, "Your name", "Zoë O’Brien-Müller");
    await type(page, "E-mail address", "zoe@example.com");
    await type(page, "Mobile number", phoneNumber);
    await press(page, "Continue");
    await page.waitForURL(/challenge=/);
    await tabTo(page, page.getByLabel("Security code"));
    await page.keyboard.type(await codeFor(page, phoneNumber));
    await page.keyboard.press("Enter");
    await page.waitForURL("/agent/onboarding/connect");
  });

  await test.step("connects reZEN, after a key that it refuses", async () => {
    await expect(page).toHaveTitle("Connect reZEN – Step 1 of 2 – Gangway");
    await type(page, "reZEN API key", "real_wrong_key");
    await expect(page.getByLabel("Agent id"), "reZEN itself tells whose key it is").toHaveCount(0);
    await press(page, "Test connection");
    await expect(page.getByRole("status").getByText("The key was refused")).toBeVisible();
    await expect(page.getByText("The key is accepted: no")).toBeVisible();
    await type(page, "reZEN API key", sandboxAgent.apiKey);
    await press(page, "Test connection");
    await expect(page.getByRole("status").getByText("Connected as Morgan Avery")).toBeVisible();
    await press(page, "Continue");
    await page.waitForURL("/agent/onboarding/sync");
  });

  await test.step("sees what to expect, and starts; equity is down", async () => {
    await expect(heading(page, "Ready to fetch your data")).toBeFocused();
    await expect(page.getByText("340 transactions and 60 listings.")).toBeVisible({ timeout: 60_000 });
    rezen.faults.add({ upstream: "rezen", operation: "equity", fault: "500", after: 0 });
    await press(page, "Start");
    await expect(page.getByText("You can close this page. It goes on without you.")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 }), "the button has gone, the focus has not").toBeFocused();
    await expect(page.getByRole("list", { name: "Parts" }).getByRole("listitem")).toHaveCount(9);
  });

  await test.step("is told what is missing and why; the rest is there", async () => {
    await expect(heading(page, "Not everything has arrived")).toBeVisible({ timeout: 60_000 });
    await expect(page).toHaveTitle("Not everything has arrived – Step 2 of 2 – Gangway");
    await expect(page.getByText("8 of 9 parts arrived").first()).toBeVisible();
    await expect(page.getByText(/^Equity could not be loaded: reZEN cannot be reached right now/)).toBeVisible();
    await expect(part(page, "Equity")).toContainText("Failed");
    await expect(part(page, "Revenue share"), "those after it went on").toContainText("Done");
    const rows = await countRows();
    expect(rows).toMatchObject({ listings: 60, transactions: 340, equity: 0 });
    expect(rows.payments).toBeGreaterThan(0);
    await press(page, "Go to dashboard", "link");
    await page.waitForURL("/agent/dashboard");
    await expect(figure(page, "Transactions")).toHaveText("340");
    await expect(figure(page, "Payments")).toHaveText(String(rows.payments));
    await expect(page.getByText("8 of 9 parts arrived")).toBeVisible();
    await expect(page.getByText("Never fetched"), "of equity alone, and no figures of it").toHaveCount(1);
    await expect(page.getByText("Worth today")).toHaveCount(0);
  });

  await test.step("tries again just that part", async () => {
    rezen.faults.clear();
    rezen.calls.clear();
    await press(page, "Try again: Equity");
    await expect(page.getByText("Your data is being fetched").or(page.getByText(/^Last fetched/))).toBeVisible();
    await expect(page.getByText("Failed"), "until it is there").toHaveCount(0, { timeout: 60_000 });
    await expect(page.getByText(/^Last fetched/)).toBeVisible({ timeout: 60_000 });
    expect((await countRows()).equity).toBeGreaterThan(0);
    const asked = new Set(rezen.calls.list("rezen", null).map(({ operation }) => operation));
    expect([...asked], "nothing else is read again").toEqual(["equity"]);
    await page.goto("/agent/onboarding/sync");
    await expect(heading(page, "Your data is here")).toBeVisible();
    await expect(page.getByText("All nine parts are here").first()).toBeVisible();
    await page.goto("/agent/onboarding");
    await expect(page, "who is through is not asked again").toHaveURL("/agent/dashboard");
  });

  await test.step("walks down the sponsor tree, tier by tier and page by page", async () => {
    await page.goto("/agent/network");
    const [tier, people] = [page.getByRole("link", { name: /^Tier 1/ }), page.locator("#tier-1 details")];
    await tabTo(page, tier);
    await page.keyboard.press("Enter");
    await page.waitForURL(/tier=1/);
    await expect(tier).toHaveAttribute("aria-expanded", "true");
    await expect(people).toHaveCount(25);
    await look(page, "an unfolded tier");
    await tabTo(page, page.locator("#tier-1").getByRole("link", { name: "Next" }));
    await page.keyboard.press("Enter");
    await page.waitForURL(/person=/);
    await expect(people).toHaveCount(11);
    await tabTo(page, people.first().locator("summary"));
    await page.keyboard.press("Enter");
    await expect(people.first().getByText("Joined")).toBeVisible();
    await tier.focus();
    await page.keyboard.press("Enter");
    await expect(people, "folded").toHaveCount(0);
    await page.goto("/agent/dashboard");
  });

  await test.step("fetches all of it again; of what fails for one cause that is told once, with no line too long for a phone", async () => {
    for (const operation of closed) rezen.faults.add({ upstream: "rezen", operation, fault: "403", after: 0 });
    await page.waitForLoadState("networkidle");
    await press(page, "Fetch again");
    await expect(page.getByText("Your data is being fetched")).toBeVisible();
    await expect(figure(page, "Payments"), "what is here stays in sight").not.toHaveText("0");
    await expect(page.getByText(`${9 - closed.length} of 9 parts arrived`)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/may not read/)).toHaveCount(1);
    await page.goto("/agent/onboarding/sync");
    await expect(page.getByRole("button", { name: `Try again these ${closed.length} parts` })).toBeVisible();
    await expect(page.getByText(/may not read/)).toHaveCount(1);
    await page.setViewportSize({ width: 360, height: 740 });
    const sticksOut = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sticksOut).toBe(0);
    rezen.faults.clear();
  });

  await test.step("has it fetched every week by itself, and is told on the dashboard what has changed", async () => {
    await page.goto("/agent/settings");
    await tabTo(page, page.getByRole("radio", { name: "Every day" }));
    await page.keyboard.press("ArrowDown");
    await press(page, /^Save$/);
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("radio", { name: "Every week" })).toBeChecked();
    await expect(page.getByText(/^Next sync/)).toBeVisible();
    const [deal] = await ask<{ id: string }>("SELECT id FROM transaction WHERE lifecycle_group = 'OPEN' LIMIT 1");
    changes.set(String(deal?.id), { price: { amount: "310000.00", currency: "USD" } });
    await ask("UPDATE agent SET next_sync_at = now()");
    const planned = "SELECT FROM onboarding_run WHERE trigger = 'schedule' AND ended_at IS NOT NULL";
    await expect.poll(async () => (await ask(planned)).length, { timeout: 60_000 }).toBe(1);
    await page.goto("/agent/syncs");
    const row = page.getByRole("row").filter({ hasText: "The schedule" });
    await expect(row).toContainText("All 9 data sets arrived");
    expect((await row.getByRole("cell").allTextContents()).slice(-3), "added, changed, gone").toEqual(["0", "1", "0"]);
    await page.goto("/agent/dashboard");
    await expect(page.getByText("1 transaction changed", { exact: false })).toBeVisible();
    await press(page, "See what changed", "link");
    await page.waitForURL("/agent/changes");
  });

  await test.step("is told of a sync that nobody works on, and of one that another took the place of", async () => {
    clearInterval(working);
    // A poll that has begun would take up what is asked for below.
    await underWay;
    await page.goto("/agent/dashboard");
    await page.waitForLoadState("networkidle");
    await press(page, "Fetch again");
    await expect(page.getByText("Your data is being fetched")).toBeVisible();
    const past = "now() - interval '6 minutes'";
    await ask(`UPDATE onboarding_run SET created_at = ${past}, started_at = ${past} WHERE ended_at IS NULL`);
    await ask(`UPDATE onboarding_step SET ended_at = NULL, heartbeat_at = NULL WHERE parent IS NOT NULL`);
    await ask(`UPDATE onboarding_step SET state = 'running', started_at = ${past} WHERE step = 'agent_data'`);
    await expect(page.getByText("Nothing has moved for five minutes")).toBeVisible({ timeout: 10_000 });
    await expect(page.getByText("Stalled", { exact: true })).toHaveCount(1);
    const [run] = await ask<{ id: number }>("SELECT id FROM onboarding_run WHERE ended_at IS NULL");
    await page.goto(`/agent/syncs/${run?.id}`);
    await expect(page.getByRole("link", { name: "Watch it" })).toBeVisible();
    const act = (path: string) =>
      page.evaluate(async at => {
        const headers = { "Content-Type": "application/json" };
        return (await fetch(at, { method: "POST", headers, body: "{}" })).status;
      }, `/api/v1/agents/onboarding/${path}`);
    expect([await act("cancel"), await act("retry")]).toEqual([200, 202]);
    await expect(page.getByText(/^Stopped after/), "though another goes on").toBeVisible({ timeout: 10_000 });
  });
  expect(complaints, "complaints of the page").toEqual([]);
  await context.close();
});
