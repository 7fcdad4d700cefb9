import type { Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, press, test } from "./journey";
import { look, open } from "./look";
import { agentsApi, connectAgent, signUpAgent, syncAgent } from "./own-agent";
import { dataOf, type Person, post } from "./people";

const idOf = async ({ request }: Person): Promise<number> => (await dataOf(await request.get("/api/v1/auth/me"))).id;

const card = (page: Page, title: string) =>
  page.locator("section", { has: page.getByRole("heading", { level: 3, name: title, exact: true }) }).last();

/** Leaves an account as if the last sync had failed over its equity, which `isOld`, or else was never told by reZEN. */
const loseEquity = (userId: number, { isOld = false } = {}) =>
  transaction("system", async tx => {
    if (!isOld) await tx.$executeRaw`DELETE FROM agent_data_set WHERE user_id = ${userId} AND step = 'equity'`;
    await tx.$executeRaw`
      UPDATE onboarding_run r SET status = 'partial', parts = (
        SELECT jsonb_agg(CASE WHEN p->>'step' = 'equity'
          THEN p || '{"state": "failed", "errorCode": "unavailable", "errorMessage": "reZEN did not answer."}' ELSE p END)
        FROM jsonb_array_elements(r.parts) p)
      FROM onboarding o WHERE o.id = r.onboarding_id AND o.agent_user_id = ${userId}`;
    await tx.$executeRaw`
      UPDATE onboarding_step s SET state = 'failed', error_code = 'unavailable', error_message = 'reZEN did not answer.'
      FROM onboarding o WHERE o.id = s.onboarding_id AND o.agent_user_id = ${userId} AND s.step = 'equity'`;
  });

/** Holds one data set of a sync that goes on back: it is to be tried again, in an hour or at once. */
const holdBack = (userId: number, step: string, seconds: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step s SET state = 'retrying', attempts = 1, error_code = 'unavailable', error_message = 'reZEN did not answer.',
        next_attempt_at = now() + make_interval(secs => ${seconds}::int)
      FROM onboarding o WHERE o.id = s.onboarding_id AND o.agent_user_id = ${userId} AND s.step = ${step}`,
  );

test("A14, A18: while the first sync goes on the dashboard opens data set by data set, one that is held back says when it comes, and a pause is seen everywhere until it is over", async ({
  caller,
  staff,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  const userId = await idOf(agent);
  await connectAgent(agent);
  const page = await pageOf(agent);
  await page.goto("/agent/dashboard");
  await expect(page, "nothing has arrived").toHaveURL(/onboarding/);
  await post(agent.request, `${agentsApi}/onboarding`, {}, 202);
  await holdBack(userId, "equity", 3600);
  await page.goto("/agent/onboarding/sync");
  await page.getByRole("link", { name: "See what is here" }).click();
  await page.waitForURL("/agent/dashboard");
  await expect(page.getByText("Your data is being fetched", { exact: true })).toBeVisible();
  const [transactions, equity] = [card(page, "Transactions"), card(page, "Equity")];
  await expect(transactions.getByText(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  await expect(transactions.getByText("Closed volume"), "drawn without a reload").toBeVisible();
  await expect(card(page, "Revenue share").getByText(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  await expect(equity.getByText(/^Could not be read, trying again at/)).toBeVisible();
  await expect(equity.getByText("Worth today")).toHaveCount(0);
  await expect(transactions.getByRole("button")).toHaveAttribute("aria-disabled", "true");
  await look(page, "the dashboard while a part is held back");

  // The dashboard stays open; what is done elsewhere is seen there all the same.
  const other = await pageOf(agent);
  await open(other, "/agent/onboarding/sync");
  await other.getByRole("button", { name: "Pause" }).press("Enter");
  await expect(other.getByRole("heading", { level: 1, name: "Paused" })).toBeVisible();
  const desk = await pageOf(await staff("operator"));
  await desk.goto(`/admin/agents/${userId}`);
  await expect(desk.getByText("Paused", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/^Paused since/)).toBeVisible();
  await expect(page.getByText("Your data is being fetched")).toHaveCount(0);
  await expect(equity.getByText("Paused", { exact: true })).toBeVisible();
  await expect(page.getByText("Waiting for you")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Fetch: Equity" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("button", { name: /^Try again/ }), "of what has not failed").toHaveCount(0);
  await look(page, "the dashboard of a paused sync");
  await other.getByRole("button", { name: "Resume" }).press("Enter");
  await expect(
    other.getByRole("heading", { level: 1, name: "Your data is here" }),
    "at once, whatever was to come later",
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(equity.getByText(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  await expect(equity.getByText("Worth today")).toBeVisible();
});

test("A28: the dashboard tells each data set's own state; one that is missing is no zero, and is fetched by itself while the rest stays", async ({
  caller,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  await connectAgent(agent);
  expect(await syncAgent(agent)).toBe("complete");
  await loseEquity(await idOf(agent));
  const page = await pageOf(agent);
  await open(page, "/agent/dashboard");
  const equity = card(page, "Equity");
  await expect(equity.getByText("Could not be read", { exact: false }).first()).toBeVisible();
  await expect(equity.getByText("Never fetched")).toBeVisible();
  await expect(equity.getByText("Worth today"), "what was never read has no figure").toHaveCount(0);
  await expect(card(page, "Transactions").getByText(/^Up to date/)).toBeVisible();
  await look(page, "the dashboard with a failed data set");
  await press(page, "Tell me when ready");
  await press(page, /^By e-mail to/);
  await expect(page.getByText(/^We will write to/), "of the try that comes by itself").toBeVisible();
  await equity.getByRole("button", { name: "Try again: Equity" }).focus();
  await page.keyboard.press("Enter");
  await expect(equity.getByText(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  await expect(equity.getByText("Worth today")).toBeVisible();
  const { data } = (await (await agent.request.get("/api/v1/agents/onboarding/status")).json()) as {
    data: { state: string; steps: { id: string; attempts: number }[] };
  };
  expect(data.state).toBe("complete");
});

test("A28: network and earnings are drawn with a table behind each chart, and what could not be read, now or ever, says why", async ({
  caller,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  await connectAgent(agent);
  expect(await syncAgent(agent)).toBe("complete");
  const page = await pageOf(agent);
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, "/agent/network");
  await expect(page.getByRole("img", { name: /^Contributions in/ }).first()).toBeVisible();
  await expect(page.locator("svg.recharts-surface").first()).toBeVisible();
  await page.getByText("As a table").first().click();
  await expect(page.getByRole("table", { name: /^By tier/ }).first()).toBeVisible();
  await look(page, "the network");

  await open(page, "/agent/earnings");
  await expect(page.getByRole("progressbar", { name: "Brokerage cap" })).toHaveAttribute("aria-valuetext", / of /);
  await expect(page.locator("svg.recharts-surface")).not.toHaveCount(0);
  await expect(page.getByRole("table", { name: "Payments" })).toBeVisible();
  await look(page, "earnings");

  const [userId, equity] = [await idOf(agent), page.locator("section", { has: page.locator("#equity") })];
  await loseEquity(userId, { isOld: true });
  await page.goto("/agent/earnings");
  await expect(equity.getByText("The last sync could not read this again")).toBeVisible();
  await expect(equity.getByText("reZEN did not answer.")).toBeVisible();
  await expect(equity.getByText(/^Up to date/), "what was read before stays").toBeVisible();
  await loseEquity(userId);
  await page.goto("/agent/earnings");
  await expect(equity.getByText("This could not be read")).toBeVisible();
  await expect(equity.getByText("reZEN did not answer.")).toBeVisible();
  await expect(equity.getByText(/^We try again by ourselves/)).toBeVisible();

  await open(page, "/agent/listings");
  await look(page, "listings");
  await page.getByRole("row").nth(1).getByRole("link").click();
  await page.waitForURL(/listings\/./);
  await look(page, "a listing");
});
