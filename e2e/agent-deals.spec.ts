import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { signUpAgent } from "./own-agent";
import { dataOf, type Person } from "./people";

const idOf = async ({ request }: Person): Promise<number> => (await dataOf(await request.get("/api/v1/auth/me"))).id;

/** Opens the gate of an agent whose transactions stand as told. */
const openGate = (userId: number, state: "done" | "failed") =>
  transaction("system", async tx => {
    const { id: onboardingId } = await tx.onboarding.findUniqueOrThrow({
      where: { agentUserId: userId },
      select: { id: true },
    });
    const at = new Date();
    await tx.onboardingRun.create({
      data: { onboardingId, number: 1, trigger: "owner", status: "partial", createdAt: at, startedAt: at, endedAt: at },
    });
    const failed = { errorCode: "unavailable", errorMessage: "reZEN did not answer." };
    const parts = ["listings", "transactions"].map((step, position) => ({
      ...{ onboardingId, step, parent: "sync", position, state, endedAt: at },
      ...(state === "failed" ? failed : {}),
    }));
    for (const { step, ...part } of parts)
      await tx.onboardingStep.upsert({
        where: { onboardingId_step: { onboardingId, step } },
        create: { step, ...part },
        update: part,
      });
  });

const seed = (userId: number, count: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO "transaction" (user_id, id, code, lifecycle_group, state, address_one_line, city, region, price, currency, my_net_payout,
        closing_date_actual, closing_date_estimated, synced_at)
      SELECT ${userId}, 'walk-' || lpad(g::text, 5, '0'), 'T' || g, (ARRAY['CLOSED', 'OPEN', 'TERMINATED'])[1 + g % 3],
        (ARRAY['SETTLED', 'NEEDS_COMMISSION_VALIDATION', 'TERMINATED'])[1 + g % 3], g || ' Longleaf Pine Boulevard, Unit ' || g, 'Austin', 'Texas',
        CASE WHEN g % 11 > 0 THEN g * 1000 END, 'USD', CASE WHEN g % 3 = 0 THEN g * 25.5 END, CASE WHEN g % 3 = 0 THEN date '2020-01-01' + g % 2000 END,
        CASE WHEN g % 7 > 0 THEN date '2020-01-01' + g % 2000 END, app_now() FROM generate_series(1, ${count}::int) g`,
  );

test("A19: among many deals one is found by filter, sort and page, looked at, and the way back leads to the same place, by keyboard on a phone", async ({
  caller,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  const userId = await idOf(agent);
  await openGate(userId, "done");
  await seed(userId, 2_000);
  const page = await pageOf(agent);
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, "/agent/transactions");
  const go = async (name: string, at: RegExp) => {
    await page.getByRole("link", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(at);
  };
  await expect(
    page.getByRole("status").filter({ hasText: "found" }),
    "counted only where some are looked for",
  ).toHaveCount(0);
  await go("Closed 666", /group=closed/);
  await expect(page.getByText("666 transactions found")).toBeVisible();
  await go("Price", /sort=price/);
  await expect(page.getByRole("row").nth(1)).toContainText("$1,998,000.00");
  await go("Next", /after=/);
  const place = page.url();
  const second = page.getByRole("row").nth(1).getByRole("link");
  const name = (await second.textContent()) ?? "";
  await second.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await look(page, "a transaction");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator("main").getByRole("link", { name: "Transactions", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(place);
  await page.getByRole("searchbox").focus();
  await page.keyboard.type("boulevard unit 33");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^\d+ transactions found$/)).not.toHaveText("666 transactions found");
  await expect(page).toHaveURL(/group=closed.*sort=price|sort=price.*group=closed/);
  await look(page, "found transactions");
});

test("A19: what was not read is told as that, a form works without scripts, and odd addresses or somebody else's deal are no fault of ours", async ({
  caller,
  browser,
  address,
}) => {
  const [agent, other] = [await signUpAgent(await caller()), await signUpAgent(await caller())];
  const [userId, otherId] = [await idOf(agent), await idOf(other)];
  await openGate(userId, "failed");
  await openGate(otherId, "done");
  const read = async ({ request }: Person, path: string) => {
    const answer = await request.get(path);
    // All texts of a section stand in the scripts of its pages.
    return { status: answer.status(), text: (await answer.text()).replace(/<script[\s\S]*?<\/script>/g, "") };
  };
  const failed = await read(agent, "/agent/transactions");
  expect(failed.text).toContain("Your transactions could not be read");
  expect(failed.text).toContain("reZEN did not answer.");
  expect(failed.text).not.toContain("reZEN has no transactions of yours");
  expect((await read(other, "/agent/listings")).text).toContain("reZEN has no listings of yours");

  await seed(userId, 30);
  expect((await read(agent, "/agent/transactions")).text).toContain("These are not all of your transactions yet");
  const odd =
    "group=x&state=%00&q=%00&from=2025-99-99&to=&changed=no&sort=%27&order=up&rows=7&after=%ff&before=e30&rows=25";
  expect((await read(agent, `/agent/transactions?${odd}`)).status).toBe(200);
  const one = "/agent/transactions/walk-00001";
  expect((await read(agent, `${one}?back=https://evil.example/`)).text).not.toContain("evil.example");
  expect((await read(agent, one)).status).toBe(200);
  for (const path of [one, "/agent/transactions/%00", "/agent/listings/walk-00001"])
    expect((await read(other, path)).status, path).toBe(404);
  const file = await read(agent, "/api/v1/agents/transactions/export?group=open&q=unit%2010");
  expect(
    file.text
      .trimEnd()
      .split("\r\n")
      .map(line => line.split(",")[1]),
  ).toEqual(["code", "T10"]);
  expect((await read(agent, "/api/v1/agents/transactions/export?group=x")).status).toBe(422);
  expect((await read(other, "/api/v1/agents/transactions/export")).text).not.toContain("walk-");

  const storageState = await agent.request.storageState();
  const plain = await browser.newContext({ baseURL: address, storageState, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto("/agent/transactions?group=closed&sort=price");
  await page.getByRole("searchbox").fill("unit 12");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("1 transaction found")).toBeVisible();
  await expect(page).toHaveURL(/group=closed.*sort=price/);
  await plain.close();
});
