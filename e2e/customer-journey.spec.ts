import type { Page } from "@playwright/test";
import { clientSecret, tenants } from "@/lib/customers/sandbox/tenants";
import { workflowId } from "@/lib/customers/sandbox/workflows";
import { zuoraSandbox } from "@/lib/customers/sandbox/zuora";
import { sandboxState, listen as serve } from "@/lib/platform/sandbox/server";
import type { SandboxUpstream } from "@/lib/platform/sandbox/upstream";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, listen, press, tabTo, test, type } from "./journey";
import { look } from "./look";
import { OwnPeople } from "./own-people";
import { dataOf, type Person, post } from "./people";

// A Zuora of our own, because what it is told to have forgotten others would miss; and a product whose alerts and mails are nobody else's.
test.describe.configure({ mode: "default" });

const workflows = 30;
let changes: NonNullable<SandboxUpstream["changes"]>;
let product: OwnProduct;
let people: OwnPeople;
let closeZuora: () => Promise<void>;
let zuoraUrl: string;
const zuora = sandboxState(5);
let working: NodeJS.Timeout;

test.beforeAll("a product and a Zuora of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  const upstream = zuoraSandbox({ workflows, tasks: 3 });
  changes = upstream.changes ?? new Map();
  const served = await serve(zuora, [upstream], { host: "127.0.0.1", port: 0 });
  closeZuora = served.close;
  zuoraUrl = `${served.url}/zuora`;
  product = await OwnProduct.start({
    ZUORA_EXTRA_BASE_URLS: zuoraUrl,
    OUTBOUND_PRIVATE_ORIGINS: `${sandboxUrl},${served.url}`,
  });
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
  const headers = { Authorization: `Bearer ${cronSecret}` };
  let isWorking = false;
  const work = async () => {
    if (isWorking) return;
    isWorking = true;
    await fetch(`${product.address}/api/cron/poll`, { headers }).catch(() => undefined);
    isWorking = false;
  };
  working = setInterval(() => void work(), 400);
});
test.afterAll(async () => {
  clearInterval(working);
  await people?.leave();
  await product?.end();
  await closeZuora?.();
});

/** An admin who can be written to. */
async function adminAt(email: string): Promise<Person> {
  const admin = await people.staff("admin");
  await product.database.query(`UPDATE "user" SET email = $1, email_confirmed = true WHERE phone_number = $2`, [
    email,
    admin.phoneNumber,
  ]);
  return { ...admin, email };
}

const step = (page: Page, name: string) =>
  page.getByRole("list", { name: "Steps of the onboarding" }).getByRole("listitem").filter({ hasText: name });
const status = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

/** Fills the form of a new customer as somebody without a mouse does. */
async function typeCustomer(page: Page, name: string, tenant: number, secret: string): Promise<void> {
  await press(page, "New customer", "link");
  await page.waitForURL("/admin/customers/new");
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type(name);
  await tabTo(page, page.getByLabel("Contact", { exact: true }));
  await page.keyboard.type("ops@example.com");
  await tabTo(page, page.getByLabel("Data centre"));
  await page.keyboard.press("End");
  await type(page, "Client ID", tenants[tenant]?.clientId ?? "");
  await type(page, "Client secret", secret);
}

const mailsTo = async ({ request, email }: Person): Promise<{ subject: string; link?: string; body: string }[]> =>
  dataOf(await request.get("/api/dev/outbox", { params: { to: email } }));

test("002: by keyboard alone an admin brings a customer aboard: all faults at once, tested credentials, three steps that run live, what came of each; what Zuora no longer lists goes when it is accepted", async ({
  browser,
}) => {
  const admin = await adminAt("first@example.com");
  const context = await browser.newContext({
    baseURL: product.address,
    storageState: await admin.request.storageState(),
  });
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto("/admin/customers");
  await expect(page.getByText("No customers yet")).toBeVisible();

  await test.step("is told of all faults at once, and keeps what was typed", async () => {
    await press(page, "New customer", "link");
    await page.waitForURL("/admin/customers/new");
    await type(page, "Client ID", "no id");
    await press(page, "Create and start");
    await expect(page.getByRole("alert").getByRole("link")).toHaveCount(5);
    await expect(page.getByLabel("Client ID")).toHaveValue("no id");
    await look(page, "a new customer with faults");
    await page.goto("/admin/customers");
  });

  await test.step("tests credentials: refused, then what they may do", async () => {
    await typeCustomer(page, "Northwind Traders", 0, "wrong");
    await press(page, "Test credentials");
    await expect(status(page, "Zuora refuses the client ID and secret")).toBeVisible();
    await type(page, "Client secret", clientSecret);
    await expect(status(page, "Zuora refuses"), "that was about another secret").toHaveCount(0);
    await press(page, "Test credentials");
    await expect(status(page, "The credentials work: they are of Zuora’s tenant 10001")).toBeVisible();
    for (const found of ["Workflow View Access: granted", "Workflow export: granted", /of [\d,]+, counted anew in/])
      await expect(page.getByRole("status").getByText(found)).toBeVisible();
    await look(page, "a new customer with tested credentials");
  });

  await test.step("the three steps run live, and tell what came of them", async () => {
    const begunMs = Date.now();
    await press(page, "Create and start");
    await page.waitForURL(/customers\/\d+$/);
    await expect(status(page, "All steps are done.")).toBeAttached({ timeout: 120_000 });
    expect(Date.now() - begunMs, "well under a minute").toBeLessThan(45_000);
    for (const name of ["Customer record", "Credential validation", "Workflow sync"])
      await expect(step(page, name)).toContainText("Done");
    await expect(step(page, "Customer record")).toContainText("stored encrypted, the secret ends in cret");
    await expect(step(page, "Credential validation")).toContainText("Workflow export: granted");
    await expect(step(page, "Workflow sync")).toContainText(`${workflows} at Zuora: ${workflows} new, 0 changed`);
    await expect(page.getByRole("button", { name: "Sync now" }), "the page beside it follows").toBeVisible();
    await expect(page.locator("header").getByText("Complete", { exact: true })).toBeVisible();
    await look(page, "a customer that has come aboard");
    expect(await page.content()).not.toContain(clientSecret);
  });

  await test.step("what Zuora no longer lists is kept until it is accepted", async () => {
    for (let at = 0; at < workflows; at++) changes.set(String(workflowId(at)), null);
    await press(page, "Sync now");
    const notice = page.getByText(`Zuora no longer lists ${workflows} workflows that are here`);
    await expect(notice).toBeVisible({ timeout: 60_000 });
    const api = `/api/v1${new URL(page.url()).pathname}`;
    const { items } = await dataOf(await admin.request.get(`${api}/workflows`));
    const { job_id } = await post(admin.request, `${api}/sync`, { workflow_id: items[0].id }, 202);
    const findNewest = async () => (await dataOf(await admin.request.get(`${api}/syncs`))).items[0];
    await expect.poll(findNewest, { timeout: 60_000 }).toMatchObject({ job_id, status: "complete" });
    await page.reload();
    await expect(notice, "one that reads a single workflow says nothing about the others").toBeVisible();
    await press(page, `Accept ${workflows} deletions`);
    const dialog = page.getByRole("dialog");
    await expect(dialog, "it names how many").toContainText(`Let ${workflows} workflows go?`);
    await dialog.getByRole("button", { name: `Sync and let ${workflows} go` }).press("Enter");
    await expect(step(page, "Workflow sync")).toContainText(`${workflows} gone`, { timeout: 60_000 });
    await expect(notice).toHaveCount(0);
    changes.clear();
  });

  await test.step("each sync is there with its report and what it changed", async () => {
    await press(page, "Syncs", "link");
    await page.waitForURL(/syncs$/);
    await expect(page.getByRole("row").filter({ hasText: "Gone" }).nth(1)).toContainText("Gone");
    await page.getByRole("row").nth(1).getByRole("link").press("Enter");
    await page.waitForURL(/job=\d+/);
    await expect(page.getByText(/Support code job_\d+/)).toBeVisible();
    await expect(page.getByRole("heading", { name: "What this sync changed" })).toBeVisible();
    await look(page, "a sync and what it changed");
  });
  expect(complaints).toEqual([]);
  await context.close();
});

test("002, B11, B12: a wrong secret pauses at the validation, one mail leads to the one step, the right secret lets it go on by itself", async ({
  browser,
}) => {
  const admin = await adminAt("second@example.com");
  const context = await browser.newContext({
    baseURL: product.address,
    storageState: await admin.request.storageState(),
  });
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto("/admin/customers");
  await typeCustomer(page, "Fabrikam", 1, "a_wrong_secret");
  await press(page, "Create and start");
  await page.waitForURL(/customers\/\d+$/);
  await expect(step(page, "Credential validation")).toContainText("Waiting for an admin", { timeout: 60_000 });
  await expect(step(page, "Workflow sync"), "nothing behind it has begun").toContainText("To come");
  await expect(page.getByText("Zuora does not accept the client ID and secret", { exact: true })).toBeVisible();
  await look(page, "a customer that waits for credentials");

  const place = `${new URL(page.url()).pathname}/credentials`;
  const told = async () => (await mailsTo(admin)).filter(({ body }) => body.includes("Fabrikam"));
  await expect.poll(async () => (await told()).map(({ subject }) => subject), { timeout: 60_000 }).toHaveLength(1);
  const [mail] = await told();
  expect(mail?.link).toBe(`${product.address}${place}`);

  await page.goto(place);
  const secret = page.getByLabel("New client secret");
  await expect(secret, "who comes lands on what is to blame").toBeFocused();
  await expect(secret).toHaveAttribute("type", "password");
  await look(page, "broken credentials");
  await secret.focus();
  await page.keyboard.type("another_wrong_secret");
  await press(page, "Test credentials");
  await expect(status(page, "Zuora refuses the client ID and secret")).toBeVisible();
  await press(page, "Show the secret");
  await type(page, "New client secret", clientSecret);
  await expect(secret, "shown to who wants to see it").toHaveAttribute("type", "text");
  await press(page, "Test credentials");
  await expect(status(page, "The credentials work: they are of Zuora’s tenant 10002")).toBeVisible();
  await press(page, "Save and go on");
  await expect(status(page, "Saved. The credentials are being proven")).toBeVisible();
  await expect(secret, "what is kept is shown no more").toHaveValue("");
  await expect(step(page, "Workflow sync"), "by itself, in sight").toContainText("Done", { timeout: 60_000 });
  await expect(page.getByText("Zuora does not accept the client ID and secret", { exact: true })).toHaveCount(0);
  const again = (await mailsTo(admin)).filter(({ subject }) => subject === mail?.subject);
  expect(again, "told once of what broke, whatever was tried since").toHaveLength(1);

  await test.step("a run that goes on is stopped, and tried again where it stopped", async () => {
    zuora.faults.add({ upstream: "zuora", operation: "workflows", fault: "429", after: 0 });
    const client = { zuora_client_id: tenants[0]?.clientId, zuora_client_secret: clientSecret };
    const contact = { name: "Contoso", contact_email: "ops@example.com", zuora_base_url: zuoraUrl };
    const { id } = await post(admin.request, "/api/v1/admin/customers", { ...contact, ...client }, 201);
    await page.goto(`/admin/customers/${id}`);
    await expect(step(page, "Credential validation")).toContainText("used up its calls", { timeout: 60_000 });
    await press(page, "Stop");
    const question = page.getByRole("dialog");
    await expect(question).toContainText("Stop the run of Contoso?");
    await question.getByRole("button", { name: "Stop" }).press("Enter");
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
    await look(page, "a customer whose run was stopped");
    zuora.faults.clear();
    await press(page, "Try again");
    await expect(question.getByRole("radio", { name: /^What is not done/ })).toBeChecked();
    await question.getByRole("button", { name: "Start" }).press("Enter");
    await expect(status(page, "All steps are done.")).toBeAttached({ timeout: 60_000 });
  });

  await test.step("it runs again from a step, and what changed is told with before and after", async () => {
    changes.set(String(workflowId(0)), { name: "Renamed at Zuora", updatedAt: "2026-06-01T10:00:00.000Z" });
    await press(page, "Run again");
    const question = page.getByRole("dialog");
    await question.getByRole("radio", { name: /^From “Workflow sync” on/ }).check();
    await question.getByRole("button", { name: "Start" }).press("Enter");
    await expect(step(page, "Workflow sync")).toContainText("0 new, 1 changed", { timeout: 60_000 });
    await press(page, "Syncs", "link");
    await page.waitForURL(/syncs$/);
    const change = page.getByRole("row").filter({ hasText: "Renamed at Zuora" });
    await expect(change.locator("del").first()).toHaveText(/^before .+ 1$/);
    await expect(change.locator("ins").first()).toHaveText("after Renamed at Zuora");
    await look(page, "a workflow that changed, before and after");
    changes.clear();
  });
  expect(complaints).toEqual([]);
  await context.close();
});
