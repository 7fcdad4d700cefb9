import type { Page } from "@playwright/test";
import { rezenSandbox } from "@/lib/agents/sandbox/rezen";
import { listen, sandboxState } from "@/lib/platform/sandbox/server";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { agentsApi, connectAgent, signUpAgent } from "./own-agent";
import { OwnPeople } from "./own-people";
import { dataOf, type Person, post } from "./people";

let product: OwnProduct;
let people: OwnPeople;
let poll: () => Promise<unknown>;
let closeRezen: () => Promise<void>;

test.beforeAll(
  "a product and a reZEN of our own, which may be turned off",
  async ({ playwright, sandboxUrl, cronSecret }) => {
    test.setTimeout(300_000);
    const state = sandboxState(5);
    const served = await listen(state, [rezenSandbox({ transactions: 40 }, new Date())], {
      host: "127.0.0.1",
      port: 0,
    });
    closeRezen = served.close;
    product = await OwnProduct.start({
      REZEN_API_URL: `${served.url}/rezen`,
      SANDBOX_URL: served.url,
      OUTBOUND_PRIVATE_ORIGINS: `${sandboxUrl},${served.url}`,
    });
    people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
    const headers = { Authorization: `Bearer ${cronSecret}` };
    poll = () => fetch(`${product.address}/api/cron/poll`, { headers });
  },
);
test.afterAll(async () => {
  await people?.leave();
  await product?.end();
  await closeRezen?.();
});

const newAgent = async (): Promise<Person> => {
  const agent = await signUpAgent(await people.caller());
  await connectAgent(agent);
  return agent;
};
const stateOf = async ({ request }: Person) =>
  (await dataOf(await request.get(`${agentsApi}/onboarding/status`))).state as string;

test("an outage from its beginning to its end: rows retry, the failure they have in common appears, wizards say so, and once it is over one button mends all", async ({
  browser,
}) => {
  const pageOf = async ({ request }: Person): Promise<Page> => {
    const storageState = await request.storageState();
    return (await browser.newContext({ baseURL: product.address, storageState })).newPage();
  };
  const desk = await pageOf(await people.staff("admin"));

  const agents = [await newAgent(), await newAgent(), await newAgent()];
  await open(desk, "/admin/sandbox");
  await desk.getByRole("button", { name: "Turn off reZEN" }).click();
  await expect(desk.getByRole("button", { name: "Turn on reZEN" })).toBeVisible();
  await expect(desk.getByRole("table", { name: "Faults in force" }).getByText("Out of order (503)")).toBeVisible();
  await look(desk, "the sandbox with reZEN turned off");

  for (const { request } of agents) await post(request, `${agentsApi}/onboarding`, {}, 202);
  await poll();
  await open(desk, "/admin/onboardings?kind=agent");
  const rows = desk.getByRole("row").filter({ hasText: "Morgan Avery" });
  await expect(rows).toHaveCount(3);
  for (const row of await rows.all()) await expect(row.getByText(/^Retrying/).first()).toBeVisible();

  const [agent] = agents;
  if (!agent) throw new Error("nobody is there");
  const wizard = await pageOf(agent);
  await open(wizard, "/agent/onboarding/sync");
  await expect(wizard.getByText("reZEN has a problem, nothing for you to do").first()).toBeVisible();
  await look(wizard, "a sync while reZEN is out");

  await open(desk, "/admin/cohorts");
  const cohort = desk.getByRole("article").filter({ hasText: "3 agents" });
  await expect(cohort).toBeVisible();
  await look(desk, "a failure that three have in common");

  await open(desk, "/admin/sandbox");
  await desk.getByRole("button", { name: "Turn on reZEN" }).click();
  await expect(desk.getByRole("button", { name: "Turn off reZEN" })).toBeVisible();
  // As after a long one: the next tries are far away. Of an open circuit a call is let through every 30 s by the database's clock: nobody waits for that here.
  await product.database.query(
    "UPDATE onboarding_step SET next_attempt_at = now() + interval '20 minutes' WHERE state = 'retrying'",
  );
  await product.database.query("UPDATE upstream_breaker SET probe_after = now() WHERE opened_at IS NOT NULL");

  await open(desk, "/admin/cohorts");
  await cohort.getByRole("button", { name: "Retry all 3" }).click();
  const question = desk.getByRole("dialog");
  await expect(question.getByText("3 are waiting for their next try by themselves")).toBeVisible();
  await look(desk, "one button for all that an outage has held up");
  await question.getByRole("button", { name: "Retry 3" }).click();
  await desk.waitForURL(/\/admin\/bulk\/\d+$/);
  await expect(async () => {
    await poll();
    for (const one of agents) expect(await stateOf(one)).toBe("complete");
  }).toPass({ timeout: 90_000 });
  await expect(async () => {
    await poll();
    await expect(desk.getByRole("cell", { name: "Tried again at once" })).toHaveCount(3, { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  await expect(desk.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "3 of 3");
  await look(desk, "what became of each after an outage");
  await poll();
  await open(desk, "/admin/cohorts");
  await expect(desk.getByText("No failures")).toBeVisible();
  await open(desk, "/admin/onboardings?kind=agent&status=complete");
  await expect(rows).toHaveCount(3);
});
