import { rezenSandbox } from "@/lib/agents/sandbox/rezen";
import { listen, type SandboxState, sandboxState } from "@/lib/platform/sandbox/server";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./fixtures";
import { look } from "./look";
import { connectAgent, signUpAgent } from "./own-agent";
import { OwnPeople } from "./own-people";
import { dataOf, type Person, post } from "./people";

const sync = "/api/v1/agents/onboarding";
const bulk = "/api/v1/admin/bulk";
let rezen: SandboxState;
let closeRezen: () => Promise<void>;
let product: OwnProduct;
let people: OwnPeople;
let secret: string;

// One product, whose jobs run when the test says so, and a reZEN of its own.
test.beforeAll("a product and a reZEN of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  rezen = sandboxState(20);
  const served = await listen(rezen, [rezenSandbox({ transactions: 20 }, new Date())], { host: "127.0.0.1", port: 0 });
  closeRezen = served.close;
  secret = cronSecret;
  product = await OwnProduct.start({
    REZEN_API_URL: `${served.url}/rezen`,
    OUTBOUND_PRIVATE_ORIGINS: `${sandboxUrl},${served.url}`,
  });
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
});
test.afterAll(async () => {
  await people?.leave();
  await product?.end();
  await closeRezen?.();
});

const poll = () => fetch(`${product.address}/api/cron/poll`, { headers: { Authorization: `Bearer ${secret}` } });
const statusOf = async ({ request }: Pick<Person, "request">) => dataOf(await request.get(`${sync}/status`));

async function failedAgent() {
  const agent = await signUpAgent(await people.caller());
  await connectAgent(agent);
  await post(agent.request, sync, {}, 202);
  return agent;
}

test("F8, F9, cohort repair: agents that fail alike are one line; one button tries all again, also one that has come meanwhile, as a job that tells of each and counts once", async ({
  browser,
}) => {
  rezen.faults.add({ upstream: "rezen", operation: "equity", fault: "403", after: 0 });
  const agents = [await failedAgent(), await failedAgent()];
  await poll();
  await poll();
  const [admin, operator] = [await people.staff("admin"), await people.staff("operator")];
  const context = await browser.newContext({
    baseURL: product.address,
    storageState: await admin.request.storageState(),
  });
  const page = await context.newPage();
  await page.goto("/admin");
  await page
    .getByRole("navigation", { name: "Admin" })
    .getByRole("link", { name: "Failures in common" })
    .press("Enter");
  // The overview has the same cards.
  await page.waitForURL(/\/admin\/cohorts$/);
  await expect(page.getByRole("heading", { name: "2 agents" })).toBeVisible();
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Retry all 2" }).press("Enter");
    await expect(dialog).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await expect(dialog.getByText("reZEN is read again")).toBeVisible();

  agents.push(await failedAgent());
  await poll();
  for (const agent of agents) expect(await statusOf(agent)).toMatchObject({ state: "partial", trouble: null });
  rezen.faults.clear();
  await poll();
  const { items } = await dataOf(await operator.request.get("/api/v1/admin/cohorts"));
  expect(items).toMatchObject([{ kind: "agent", step: "equity", code: "permission", upstream: "rezen", count: 3 }]);
  const order = { action: "retry", filter: { print: items[0].print } };
  const ask = (expected_count: number, key: string, { request } = admin) =>
    request.post(bulk, { data: { ...order, expected_count }, headers: { "Idempotency-Key": key } });
  expect((await ask(3, "operator", operator)).status()).toBe(403);
  const refused = await ask(2, "two");
  expect([refused.status(), (await refused.json()).data]).toEqual([409, { total: 3 }]);

  // Nothing is done with more than was said; the question is asked again about as many as there are, where it stands.
  await dialog.getByRole("button", { name: "Retry 2" }).press("Enter");
  await expect(dialog.getByText("3 match now. Nothing was done")).toBeVisible();
  await expect(dialog.getByText("3 onboardings match now, not 2")).toBeVisible();
  await look(page, "what a job would do, with more than was said");
  await dialog.getByRole("button", { name: "Retry 3" }).press("Enter");
  await page.waitForURL(/\/admin\/bulk\/\d+$/);
  await expect(page.getByRole("heading", { level: 1, name: "Retry 3 onboardings" })).toBeVisible();
  await poll();
  await expect(page.getByText("A run was started")).toHaveCount(3, { timeout: 20_000 });
  await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "3 of 3");
  await look(page, "a job that is done");
  await poll();
  for (const agent of agents) expect(await statusOf(agent)).toMatchObject({ state: "complete" });
  await poll();
  await page.goto("/admin/cohorts");
  await expect(page.getByText("No failures")).toBeVisible();
  await look(page, "no failures in common");
  await context.close();

  const onboardings = await Promise.all(agents.map(async agent => (await statusOf(agent)).onboarding_id as number));
  const data = { action: "retry", ids: onboardings, expected_count: 3 };
  const twice = await Promise.all(
    ["once", "once"].map(key => admin.request.post(bulk, { data, headers: { "Idempotency-Key": key } })),
  );
  // Of two at once the second is told that the first is under way, or is answered the same.
  const [kept] = twice.filter(answer => answer.status() === 202);
  const { id } = await dataOf(kept as NonNullable<typeof kept>);
  expect(await dataOf(await admin.request.post(bulk, { data, headers: { "Idempotency-Key": "once" } }))).toMatchObject({
    id,
  });
  await poll();
  const job = await dataOf(await operator.request.get(`${bulk}/${id}`));
  expect(job).toMatchObject({ state: "done", total: 3, done: 3, counts: { refused: 3 } });
  expect(job.results.map(({ ok, code }: { ok: boolean; code: string }) => [ok, code])).toEqual(
    onboardings.map(() => [false, "illegal_transition"]),
  );
  expect((await admin.request.post(`${bulk}/${id}/abort`)).status()).toBe(409);
});
