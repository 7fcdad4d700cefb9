import { expect, test } from "./journey";
import { look, open } from "./look";
import { agentsApi, connectAgent, rezenKeys, signUpAgent, syncAgent } from "./own-agent";
import { dataOf, post } from "./people";

test("A19, A34: every sync is listed with how it went, one is told beside the one before, to its agent and to the staff", async ({
  caller,
  staff,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  await connectAgent(agent, rezenKeys.solo);
  await post(agent.request, `${agentsApi}/onboarding/quote`, {});
  expect(await syncAgent(agent)).toBe("complete");
  const { job_id } = await post(agent.request, `${agentsApi}/onboarding/retry`, { steps: ["listings"] }, 202);
  const status = async () => dataOf(await agent.request.get(`${agentsApi}/onboarding/status`));
  await expect.poll(async () => (await status()).state).toBe("complete");
  expect(await status(), "it has ended").toMatchObject({ id: job_id, seconds_left: null });

  const page = await pageOf(agent);
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, "/agent/syncs");
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText("1 data set arrived");
  await expect(rows.nth(2)).toContainText("All 8 data sets arrived");
  await look(page, "syncs");
  await rows.nth(1).getByRole("link").click();
  await page.waitForURL(`/agent/syncs/${job_id}`);
  const part = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(part("Listings").last()).toContainText(/Arrived.*before: 12/);
  await expect(part("Caps")).toContainText("Not read this time");
  await expect(part("Requests to reZEN")).toContainText(/about 1/);
  await expect(page.getByRole("link", { name: "What changed" })).toHaveAttribute(
    "href",
    `/agent/changes?run=${job_id}`,
  );
  await look(page, "a sync");

  for (const none of ["0", "x", "999999999"])
    expect((await agent.request.get(`/agent/syncs/${none}`)).status(), none).toBe(404);

  const { id } = await dataOf(await agent.request.get("/api/v1/auth/me"));
  const desk = await pageOf(await staff("operator"));
  await open(desk, `/admin/agents/${id}`);
  await expect(desk.getByText("On file")).toBeVisible();
  await expect(desk.getByRole("row").filter({ hasText: "All 8 data sets arrived" })).toContainText("The agent");
  await expect(desk.getByText("Tremblay"), "masked for operators").toHaveCount(0);
  await desk.getByRole("row").filter({ hasText: "All 8 data sets arrived" }).getByRole("link").click();
  await expect(desk.getByRole("row").filter({ hasText: "Requests to reZEN" })).toContainText(/about \d+/);
  await look(desk, "an agent of the desk");
});
