import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { agentsApi, connectAgent, rezenKeys, signUpAgent, syncAgent } from "./own-agent";
import { dataOf, post } from "./people";

test("A19: after a sync an agent reads record by record what has changed at reZEN, with the value before and after", async ({
  caller,
  pageOf,
  playwright,
  sandboxUrl,
}) => {
  const agent = await signUpAgent(await caller());
  await connectAgent(agent, rezenKeys.solo);
  expect(await syncAgent(agent)).toBe("complete");
  const page = await pageOf(agent);
  await page.goto("/agent/changes");
  await expect(page.getByText("This was the first sync")).toBeVisible();

  const status = async () => dataOf(await agent.request.get(`${agentsApi}/onboarding/status`));
  const { id: firstRun } = await status();
  const [deal] = await transaction(
    "system",
    tx => tx.$queryRaw<{ id: string; address: string }[]>`
      SELECT t.id, t.address_one_line AS address FROM "transaction" t JOIN onboarding o ON o.agent_user_id = t.user_id
      JOIN onboarding_run r ON r.onboarding_id = o.id WHERE r.id = ${firstRun} AND t.lifecycle_group = 'OPEN' ORDER BY t.id LIMIT 1`,
  );
  if (!deal) throw new Error("the sandbox has open transactions");
  const sandbox = await playwright.request.newContext({ baseURL: sandboxUrl });
  const change = (fields: object) => sandbox.put("/_changes", { data: { upstream: "rezen", id: deal.id, fields } });
  const price = { amount: "310000.00", currency: "CAD" };
  expect((await change({ price, closingDateEstimated: "2031-05-10" })).status()).toBe(200);
  try {
    await post(agent.request, `${agentsApi}/onboarding`, { restart: true }, 202);
    await expect.poll(async () => (await status()).ended_at, { timeout: 60_000 }).not.toBeNull();
  } finally {
    await change({});
    await sandbox.dispose();
  }
  await open(page, "/agent/changes");
  await expect(page.getByText("1 transaction changed", { exact: true })).toBeVisible();
  const record = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: deal.address }) });
  await expect(record.getByText("Changed", { exact: true })).toBeVisible();
  await expect(record.getByRole("definition").filter({ hasText: "CA$310,000.00" })).toHaveText(
    /^CA\$[\d,.]+ to CA\$310,000\.00$/,
  );
  await expect(record.getByRole("definition").filter({ hasText: "10 May 2031" })).toHaveText(/^.+ to 10 May 2031$/);
  await look(page, "what changed");
  await record.getByRole("link").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`/agent/transactions/${deal.id}`);

  await page.goto(`/agent/changes?run=${firstRun}`);
  await expect(page.getByText("This was the first sync"), "of the first one").toBeVisible();
  for (const run of ["999999999", "x"])
    expect((await agent.request.get(`/agent/changes?run=${run}`)).status(), "no sync of theirs").toBe(404);
});
