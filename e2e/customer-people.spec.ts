import { expect, test } from "./journey";
import { look, open } from "./look";
import { acceptInvite, bringCustomerAboard, readInvite } from "./own-customer";
import { readCode } from "./people";

test("002: the contact comes in by a code and manages; whom they invite sees workflows and nothing that they may not", async ({
  caller,
  staff,
  page,
  pageOf,
  sandboxUrl,
}) => {
  test.setTimeout(90_000);
  const admin = await staff("admin");
  const { name, contact } = await bringCustomerAboard(admin.request, sandboxUrl);
  const invite = `/join/${await readInvite(admin.request, contact)}`;
  await open(page, invite);
  await expect(page.getByRole("heading", { name: `Join ${name}` })).toBeVisible();
  await look(page, "an invite to a customer");
  await page.getByRole("button", { name: "Send me the code" }).click();
  await expect(page.getByLabel("Security code")).toBeVisible();
  await page.getByLabel("Security code").fill(await readCode(admin.request, contact));
  await page.waitForURL("/customer");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Up to date")).toBeVisible();
  await look(page, "a customer's overview");

  await open(page, "/customer/workflows");
  const first = page.getByRole("row").nth(1).getByRole("link");
  const workflow = String(await first.textContent());
  await look(page, "a customer's workflows");
  await page.getByLabel("Find a workflow").fill(workflow);
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("status").filter({ hasText: /workflow/ })).toHaveText(/^[1-9]\d* workflows?$/);
  await page.getByRole("link", { name: workflow, exact: true }).first().click();
  await expect(page.getByRole("img", { name: `Drawing of ${workflow}` })).toBeVisible();
  await expect(page.getByRole("table", { name: "Tasks and what follows them" })).toBeVisible();
  await look(page, "a workflow");
  const address = page.url();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download export" }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^workflow-\d+\.json$/);

  const email = `viewer-of-${contact}`;
  await open(page, "/customer/users");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("row", { name: email })).toBeVisible();
  await look(page, "a customer's people");
  await open(page, "/customer/preferences");
  await page.getByRole("checkbox", { name: "By e-mail" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await look(page, "a customer's news");
  await open(page, "/customer/changes");
  await look(page, "what changed");
  await open(page, invite);
  await expect(page.getByRole("heading", { name: "You are in already" })).toBeVisible();

  const request = await caller();
  await acceptInvite(request, email);
  const other = await pageOf({ request });
  await open(other, "/customer");
  await expect(other.getByRole("heading", { level: 1, name })).toBeVisible();
  const ways = other.getByRole("navigation", { name: "Your workflows" });
  await expect(ways.getByRole("link")).toHaveText(["Overview", "Workflows", "What changed"]);
  await expect(other.getByRole("button", { name: "Sync now" })).toHaveCount(0);
  await open(other, new URL(address).pathname);
  await expect(other.getByRole("heading", { level: 1, name: workflow })).toBeVisible();
  await expect(other.getByRole("link", { name: "Download export" })).toHaveCount(0);
  for (const place of ["/customer/users", "/customer/preferences"])
    expect((await other.goto(place))?.status(), place).toBe(404);
});
