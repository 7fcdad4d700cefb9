import { readdirSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { type Permission, permissions } from "@/lib/customers/schema/access";
import { transaction } from "@/lib/platform/db";
import { expect, press, tabTo, test, type } from "./journey";
import { look, open } from "./look";
import { acceptInvite, bringCustomerAboard, customerApi, readInvite } from "./own-customer";
import { dataOf, readCode } from "./people";

/** Goes to a page by the navigation, as somebody without a mouse does. */
async function goTo(page: Page, way: string): Promise<void> {
  // On a narrow page it is folded.
  await page.setViewportSize({ width: 1280, height: 900 });
  await tabTo(page, page.getByRole("navigation", { name: "Your workflows" }).getByRole("link", { name: way }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: way })).toBeVisible();
}

/** What each page of customers' people needs; a new one needs a row. */
const pages: Record<string, { needs: Permission | null; at?: (workflow: number) => string }> = {
  "/customer": { needs: null },
  "/customer/workflows": { needs: "workflows.read" },
  "/customer/workflows/[id]": { needs: "workflows.read", at: workflow => `/customer/workflows/${workflow}` },
  "/customer/changes": { needs: "changes.read" },
  "/customer/users": { needs: "users.read" },
  "/customer/preferences": { needs: "preferences.manage" },
};
const files = () => readdirSync("app/customer", { recursive: true, encoding: "utf8" });

/** A customer of the same tenant's ids that nobody of this test works in, as far as a page could show it. */
const copyCustomer = (workflow: number) =>
  transaction("system", async tx => {
    const now = new Date();
    const { id: customerId } = await tx.customer.create({ data: { name: "Other", createdAt: now, updatedAt: now } });
    const { id: _, ...row } = await tx.workflow.findUniqueOrThrow({ where: { id: workflow } });
    return (await tx.workflow.create({ data: { ...row, customerId } })).id;
  });

/** Each page answers by the matrix as it is at that moment, in a session that was open before. */
async function expectWalls(admin: APIRequestContext, viewer: APIRequestContext, customerId: number): Promise<void> {
  const known = files().flatMap(file =>
    path.basename(file) === "page.tsx" ? [path.dirname(`/customer/${file}`)] : [],
  );
  expect(known.sort(), "a new page needs a row").toEqual(Object.keys(pages).sort());
  expect(
    files().filter(file => path.basename(file) === "actions.ts"),
    "an action would need one too",
  ).toEqual([]);
  const { items } = await dataOf(await viewer.get(`${customerApi}/workflows`));
  const workflow: number = items[0].id;
  const other = await copyCustomer(workflow);
  const numberOf = (permission: Permission | null) => (permission ? permissions.indexOf(permission) + 1 : 15);
  const spelled = Object.fromEntries(Object.keys(pages).map(page => [page, 0]));
  for (const bit of [1, 2, 4, 8]) {
    const cells = permissions.map(permission => ({
      ...{ role: "viewer", permission, is_allowed: (numberOf(permission) & bit) !== 0 },
    }));
    const changed = await admin.put(`/api/v1/admin/customers/${customerId}/access`, { data: { cells } });
    expect(changed.status()).toBe(200);
    for (const [page, { at }] of Object.entries(pages)) {
      const status = (await viewer.get(at?.(workflow) ?? page)).status();
      expect([200, 404], page).toContain(status);
      spelled[page] = (spelled[page] ?? 0) + (status === 200 ? bit : 0);
    }
    expect((await viewer.get(`/customer/workflows/${other}`)).status(), "another customer's").toBe(404);
  }
  // What a page answers spells the number of what it needs.
  expect(spelled).toEqual(
    Object.fromEntries(Object.entries(pages).map(([page, { needs }]) => [page, numberOf(needs)])),
  );
}

test("002: by keyboard alone the contact comes in by a code and manages; whom they invite sees what the matrix allows, which an admin changes", async ({
  caller,
  staff,
  page,
  pageOf,
  sandboxUrl,
}) => {
  const admin = await staff("admin");
  const { id, name, contact } = await bringCustomerAboard(admin.request, sandboxUrl);
  const invite = `/join/${await readInvite(admin.request, contact)}`;
  let [workflow, address] = ["", ""];

  await test.step("from the mail to the overview", async () => {
    await open(page, invite);
    await expect(page.getByRole("heading", { name: `Join ${name}` })).toBeVisible();
    await look(page, "an invite to a customer");
    await press(page, "Send me the code");
    await expect(page.getByLabel("Security code")).toBeVisible();
    await page.getByLabel("Security code").focus();
    await page.keyboard.type(await readCode(admin.request, contact));
    await page.keyboard.press("Enter");
    await page.waitForURL("/customer");
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByText("Up to date")).toBeVisible();
    await look(page, "a customer's overview");
  });

  await test.step("workflows: found, looked at, downloaded", async () => {
    await goTo(page, "Workflows");
    workflow = String(await page.getByRole("row").nth(1).getByRole("link").textContent());
    await look(page, "a customer's workflows");
    await type(page, "Find a workflow", workflow);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").filter({ hasText: /workflow/ })).toHaveText(/^[1-9]\d* workflows?$/);
    await page.waitForURL(/q=/);
    await page.getByRole("link", { name: workflow, exact: true }).first().focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("img", { name: `Drawing of ${workflow}` })).toBeVisible();
    await expect(page.getByRole("table", { name: "Tasks and what follows them" })).toBeVisible();
    await look(page, "a workflow");
    address = new URL(page.url()).pathname;
    const downloading = page.waitForEvent("download");
    await press(page, "Download export", "link");
    expect((await downloading).suggestedFilename()).toMatch(/^workflow-\d+\.json$/);
  });

  const email = `viewer-of-${contact}`;
  await test.step("people and news", async () => {
    await goTo(page, "People");
    await press(page, "Invite somebody");
    await press(page, "Send invitation");
    await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
    await type(page, "E-mail address", email);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row", { name: email })).toBeVisible();
    await look(page, "a customer's people");
    await goTo(page, "News");
    await page.getByRole("checkbox", { name: "By e-mail" }).focus();
    await page.keyboard.press("Space");
    await press(page, "Save");
    await expect(page.getByText("Saved.")).toBeVisible();
    await look(page, "a customer's news");
    await goTo(page, "What changed");
    await look(page, "what changed");
    await page.goto(invite);
    await expect(page.getByRole("heading", { name: "You are in already" })).toBeVisible();
  });

  const request = await caller();
  await acceptInvite(request, email);
  await test.step("a viewer sees workflows, and that there is anything else nowhere", async () => {
    const other = await pageOf({ request });
    await other.goto("/customer");
    await expect(other.getByRole("heading", { level: 1, name })).toBeVisible();
    const ways = other.getByRole("navigation", { name: "Your workflows" });
    await expect(ways.getByRole("link")).toHaveText(["Overview", "Workflows", "What changed"]);
    await expect(other.getByRole("button", { name: "Sync now" })).toHaveCount(0);
    await other.goto(address);
    await expect(other.getByRole("heading", { level: 1, name: workflow })).toBeVisible();
    await expect(other.getByRole("link", { name: "Download export" })).toHaveCount(0);
    for (const place of ["/customer/users", "/customer/preferences"])
      expect((await request.get(place)).status(), place).toBe(404);
  });

  await test.step("an admin sees what was tested, allows more as one change, and looks after people", async () => {
    const desk = await pageOf(admin);
    await open(desk, `/admin/customers/${id}/access`);
    const tests = desk.getByRole("table", { name: "Access test" });
    await expect(tests.getByRole("row")).toHaveCount(1 + 2 * permissions.length);
    await expect(tests.getByText("as tested")).toHaveCount(2 * permissions.length);
    await desk.getByRole("checkbox", { name: "Viewers: See people" }).focus();
    await desk.keyboard.press("Space");
    await desk.getByRole("checkbox", { name: "Viewers: What changed" }).focus();
    await desk.keyboard.press("Space");
    await expect(desk.getByText("2 changes not saved")).toBeVisible();
    await look(desk, "the access of a customer");
    await press(desk, "Save changes");
    await expect(desk.getByRole("dialog").getByRole("listitem")).toHaveText([
      "Viewers: “See people” is allowed",
      "Viewers do not see “What changed” first any more",
    ]);
    // Meanwhile somebody else takes the last sync away, which this page still shows.
    const theirs = { widgets: { viewer: ["workflows", "changes"] } };
    expect((await admin.request.put(`/api/v1/admin/customers/${id}/access`, { data: theirs })).status()).toBe(200);
    await press(desk, "Save");
    await expect(desk.getByRole("dialog").getByRole("alert")).toContainText("Somebody else has changed");
    // Behind the question, which is still open, the page is drawn anew.
    const lastSyncFirst = desk.getByRole("checkbox", { name: "Viewers: Last sync", includeHidden: true });
    await expect(lastSyncFirst).not.toBeChecked({ timeout: 60_000 });
    await press(desk, "Save");
    await expect(desk.getByRole("dialog")).toBeHidden({ timeout: 60_000 });
    await expect(desk.getByText("changed since the test")).toHaveCount(2);
    expect((await request.get("/customer/users")).status(), "at once").toBe(200);
    await press(desk, `Change role of ${email}`);
    await press(desk, "Make them a Manager");
    await expect(desk.getByRole("row", { name: email })).toContainText("Manager");
    expect((await request.get("/customer/preferences")).status(), "at once").toBe(200);
    await press(desk, `Change role of ${email}`);
    await press(desk, "Make them a Viewer");
    await expect(desk.getByRole("row", { name: email })).toContainText("Viewer");
    await press(desk, "Test again");
    await expect(desk.getByText("changed since the test")).toHaveCount(0, { timeout: 60_000 });
  });

  await test.step("a pause is told to its people, and ends by an admin's button", async () => {
    // The run of the test above ends first: one that comes through ends a pause.
    const going = { endedAt: null, onboarding: { customerId: id } };
    const countOpen = () => transaction("system", tx => tx.onboardingRun.count({ where: going }));
    await expect.poll(countOpen, { timeout: 60_000 }).toBe(0);
    await transaction(
      "system",
      tx => tx.$executeRaw`
        UPDATE customer SET sync_warned_at = app_now(), sync_paused_at = app_now() WHERE id = ${id}`,
    );
    await page.goto("/customer");
    const lastSync = page.locator("section", { has: page.getByRole("heading", { name: "Last sync" }) });
    await expect(lastSync.getByText("Planned syncs are paused")).toBeVisible();
    await expect(lastSync.getByText("None planned")).toBeVisible();
    await expect(lastSync.getByText("so none begins by itself")).toBeVisible();
    await look(page, "the overview of a customer that is paused");
    const desk = await pageOf(admin);
    await open(desk, `/admin/customers/${id}/monitoring`);
    await expect(desk.getByText("Planned syncs are paused")).toBeVisible();
    await look(desk, "the monitoring of a customer that is paused");
    await press(desk, "Resume");
    await expect(desk.getByText("Planned syncs are paused")).toHaveCount(0);
    await page.reload();
    await expect(lastSync.getByText("Last came through")).toBeVisible();
    await expect(lastSync.getByText("Planned syncs are paused")).toHaveCount(0);
  });

  await expectWalls(admin.request, request, id);
});
