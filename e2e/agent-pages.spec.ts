import { expect, press, test } from "./journey";
import { look, open } from "./look";
import { agentsApi, connectAgent, sandboxAgent, signUpAgent, syncAgent } from "./own-agent";
import { dataOf, post } from "./people";

test("000: who signs up as an agent is told all that is missing at once", async ({ page }) => {
  await open(page, "/signup/agent");
  await expect(page.getByLabel("Country"), "where reZEN’s agents are").toHaveValue("US");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("There is a problem")).toBeVisible();
  for (const field of ["Your name", "E-mail address", "Mobile number"])
    await expect(page.getByLabel(field), field).toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveTitle("Error: Bring your business aboard – Gangway");
  await look(page, "sign-up with problems");
});

test("000: a number that the server refuses is told beside its field, at an agent's sign-up and at a store's", async ({
  page,
}) => {
  const names = { agent: ["Your name"], store: ["Store name", "Your name"] };
  for (const kind of ["agent", "store"] as const) {
    await open(page, `/signup/${kind}`);
    for (const name of names[kind]) await page.getByLabel(name).fill("Dana O’Neil");
    await page.getByLabel("E-mail address").fill("dana@example.com");
    const number = page.getByLabel("Mobile number");
    await number.fill("12");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(number, kind).toHaveAttribute("aria-invalid", "true");
    await expect(page).toHaveTitle(/^Error: /);
    await number.fill("13");
    await expect(number, "said of what it was").not.toHaveAttribute("aria-invalid");
    await expect(page).not.toHaveTitle(/^Error: /);
  }
});

test("000: a wrong key is refused with its field, and a word against one goes as it changes; the way back shows what is saved", async ({
  caller,
  pageOf,
}) => {
  const page = await pageOf(await signUpAgent(await caller()));
  await open(page, "/agent/onboarding/connect");
  const [key, id] = [page.getByLabel("reZEN API key"), page.getByLabel("Agent id")];
  await key.fill("real_wrong_key");
  await id.fill("no-id");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(id, "not even asked about").toHaveAttribute("aria-invalid", "true");
  await id.fill(sandboxAgent.agentId);
  await expect(id).not.toHaveAttribute("aria-invalid");

  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "reZEN did not accept this key" })).toBeVisible();
  await expect(key).toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveTitle(/^Error: /);
  await look(page, "a refused key");
  await key.fill("real_solo_key");
  const either = "This key may not read the data of this agent. Check the agent id, or make a key that may";
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText(`${either}.`)).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: either }), "at the key and at the id").toHaveCount(2);
  await key.fill(sandboxAgent.apiKey);
  await expect(key).not.toHaveAttribute("aria-invalid");
  await expect(page).not.toHaveTitle(/^Error: /);

  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("/agent/onboarding/sync");
  await page.goBack();
  await page.waitForURL("/agent/onboarding/connect");
  await expect(page.getByText("The key of Morgan Avery ending in _key is on file")).toBeVisible();
});

test("000: before there is anything to see an agent is led to the key, and then to the start", async ({
  caller,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  const page = await pageOf(agent);
  for (const place of ["/agent/onboarding", "/agent/onboarding/sync", "/agent/dashboard", "/agent/settings"]) {
    await page.goto(place);
    await expect(page, place).toHaveURL("/agent/onboarding/connect");
  }
  await page.goto("/");
  await expect(page.getByText("Your agent account"), "the front page leads on").toBeVisible();
  await page.goto("/agent/key");
  await page.waitForURL("/agent/onboarding/connect#field-apiKey");
  await expect(page.getByLabel("reZEN API key"), "a link of a message lands on the input").toBeFocused();
  await expect(page.getByRole("link", { name: "hello@gangway.example" }), "somebody who reads").toBeVisible();
  await look(page, "connect");

  await connectAgent(agent);
  await open(page, "/agent/onboarding");
  await expect(page).toHaveURL("/agent/onboarding/sync");
  await expect(page.getByText("340 transactions and 60 listings.")).toBeVisible();
  await look(page, "ready");
});

test("000: an agent tests, deletes and replaces the key, and every page has its way to the input", async ({
  caller,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  await connectAgent(agent);
  expect(await syncAgent(agent)).toBe("complete");
  const page = await pageOf(agent);
  await open(page, "/agent/dashboard");
  await look(page, "dashboard");
  await open(page, "/agent/settings");
  await expect(page.getByText(/^The key of \S.* ending in _key is on file$/)).toBeVisible();
  await expect(page.getByText("real_sandbox_key"), "shown in the demo's hint alone").toHaveCount(1);
  await press(page, "Test the key on file");
  await expect(page.getByRole("status").getByText("Connected as Morgan Avery")).toBeVisible();
  await look(page, "settings");
  await press(page, "Delete the key");
  const question = page.getByRole("dialog", { name: /^Delete the key of \S.* ending in _key\?$/ });
  await expect(question).toContainText("What has arrived stays");
  await question.getByRole("button", { name: "Delete the key" }).click();
  await expect(page.getByText("There is no reZEN key")).toBeVisible();
  await open(page, "/agent/dashboard");
  await page.getByRole("link", { name: "Enter a key" }).click();
  await expect(page.getByLabel("reZEN API key")).toBeFocused();
});

test("000: the desk lists agents with their syncs, an admin acts and makes new ones, an operator reads names masked", async ({
  caller,
  staff,
  pageOf,
}) => {
  const agent = await signUpAgent(await caller());
  await connectAgent(agent);
  expect(await syncAgent(agent)).toBe("complete");
  await post(agent.request, `${agentsApi}/onboarding/pause`, {});
  const page = await pageOf(await staff("admin"));
  await open(page, "/admin/agents");
  const { id } = await dataOf(await agent.request.get("/api/v1/auth/me"));
  // Others are of that name.
  const row = page.getByRole("row").filter({ has: page.locator(`a[href="/admin/agents/${id}"]`) });
  await expect(row).toContainText("Complete");
  await expect(row.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "9 of 9 steps");
  await look(page, "agents of the desk");
  await page.setViewportSize({ width: 768, height: 900 });
  const box = page.getByRole("table").locator("..");
  expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), "no action is cut off").toBe(
    0,
  );
  await expect(row.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "9 of 9 steps");
  await page.setViewportSize({ width: 1280, height: 900 });
  const question = page.getByRole("dialog");
  await row.getByRole("button", { name: "Resume Morgan Avery" }).click();
  await question.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Morgan Avery is resumed.")).toBeAttached();
  await expect(row.getByRole("button", { name: "Resume Morgan Avery" })).toHaveCount(0);
  await row.getByRole("button", { name: "Run again: Morgan Avery" }).click();
  await expect(question).toContainText("reZEN is only read");
  await question.getByRole("button", { name: "Run again" }).click();
  await expect(page.getByText("All steps of Morgan Avery run again.")).toBeAttached();

  await page.getByRole("button", { name: "New agent" }).click();
  await expect(page.getByLabel("Country"), "as a sign-up begins").toHaveValue("US");
  await look(page, "new agent");
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByRole("dialog").locator("[aria-invalid=true]").first()).toBeFocused();

  const operator = await pageOf(await staff("operator"));
  await operator.goto("/admin/agents");
  await expect(operator.getByRole("row").nth(1)).toBeVisible();
  await expect(operator.getByText("Morgan Avery")).toHaveCount(0);
  await expect(operator.getByRole("button", { name: "New agent" })).toHaveCount(0);
});
