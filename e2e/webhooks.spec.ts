import { Webhook } from "standardwebhooks";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { listenForWebhooks } from "@/lib/platform/testing/webhook-receiver";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { OwnPeople } from "./own-people";
import { dataOf, newPhoneNumber, type Person, post } from "./people";

const desk = "/api/v1/admin";
let product: OwnProduct;
let people: OwnPeople;
let receiver: Awaited<ReturnType<typeof listenForWebhooks>>;

test.beforeAll("a product that may call the partner's server", async ({ playwright, sandboxUrl, cronSecret }) => {
  receiver = await listenForWebhooks();
  product = await OwnProduct.start({ OUTBOUND_PRIVATE_ORIGINS: receiver.origin });
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
});
test.afterAll(async () => {
  await people?.leave();
  await product?.end();
  await receiver?.close();
});

/** Runs what waits, as a host without a worker does. */
const work = (cronSecret: string) =>
  fetch(`${product.address}/api/cron/poll`, { headers: { Authorization: `Bearer ${cronSecret}` } });

/** A partner with a contract, and somebody who may have its plan. */
async function newClient({ request }: Person, id: string) {
  await post(request, `${desk}/partners`, { id, name: `Partner ${id}`, scopes: ["members"] }, 201);
  const employer = await post(request, `${desk}/employers`, { name: "Engines Ltd" }, 201);
  const bought = { employer_id: employer.id, starts_on: "2026-01-01", partner_account_id: id };
  const contract = await post(request, `${desk}/parent-subscriptions`, bought, 201);
  const offered = { parent_subscription_id: contract.id, name: "Gold", core_offering: "health" };
  const plan = await post(request, `${desk}/plans`, offered, 201);
  const told = { name: "Ada Lovelace", dob: "1990-12-10", gender: "F", phone_number: newPhoneNumber() };
  const member = await post(request, `${desk}/members`, { ...told, parent_subscription_id: contract.id }, 201);
  return { planId: String(plan.id), memberId: Number(member.id), contractId: String(contract.id) };
}

test("E25, E26: through the API a partner gets a webhook, is told of an activation that the official library verifies, and is told again", async ({
  cronSecret,
}) => {
  const [admin, operator] = [await people.staff("admin"), await people.staff("operator")];
  const { request } = admin;
  const id = "acct_told";
  const { planId, memberId, contractId } = await newClient(admin, id);
  const webhook = `${desk}/partners/${id}/webhook`;
  const refused = await request.put(webhook, { data: { url: "https://10.0.0.7/hook", events: [] } });
  expect((await refused.json()).error.errors.map(({ field }: { field: string }) => field)).toEqual(["url", "events"]);
  const events = ["member.activated", "member.deactivated"];
  const saved = await dataOf(await request.put(webhook, { data: { url: `${receiver.origin}/hook`, events } }));
  expect(saved).toMatchObject({ state: "on", events, secret: expect.stringMatching(/^whsec_/) });
  const secret = String(saved.secret);
  expect(await dataOf(await operator.request.get(webhook))).toMatchObject({ secret_hint: secret.slice(0, 10) });

  const act = { plan_subscription_id: planId };
  await request.post(`${desk}/members/${memberId}/activate?dry_run=true`, { data: act });
  await post(request, `${desk}/members/${memberId}/activate`, act);
  await work(cronSecret);
  const [arrived, ...others] = receiver.at("/hook");
  expect(others, "the dry run told nobody").toEqual([]);
  if (!arrived) throw new Error("nothing arrived");
  expect(new Webhook(secret).verify(arrived.body, arrived.headers as Record<string, string>)).toMatchObject({
    type: "member.activated",
    data: { partner_user_id: null, plan_subscription_id: planId, parent_subscription_id: contractId, door: "admin" },
  });

  const { items } = await dataOf(await operator.request.get(`${desk}/partners/${id}/deliveries?state=delivered`));
  expect(items).toMatchObject([
    { id: arrived.headers["webhook-id"], member_id: memberId, attempts: [{ status: 204, error_class: null }] },
  ]);
  const again = `${desk}/deliveries/${items[0].id}/replay`;
  expect((await operator.request.post(again)).status()).toBe(403);
  expect(await dataOf(await request.post(again))).toMatchObject({ state: "pending" });
  await work(cronSecret);
  expect(receiver.at("/hook").map(({ headers }) => headers["webhook-id"])).toEqual([items[0].id, items[0].id]);

  receiver.reply("/hook", { status: 500 });
  expect(await dataOf(await request.post(`${webhook}/test`))).toMatchObject({
    ...{ ok: false, class: "unreachable", status: 500, message: expect.stringContaining("answered 500") },
  });
  const fresh = await dataOf(await request.post(`${webhook}/rotate`));
  expect((await request.post(`${webhook}/rotate`)).status()).toBe(409);
  expect((await request.delete(webhook)).status()).toBe(200);
  expect((await request.get(webhook)).status()).toBe(404);
  for (const word of [secret, fresh.secret, "whsec_"]) expect(product.log).not.toContain(word);
  const trail = await product.database.query(
    "SELECT action, detail::text AS detail FROM audit_entry WHERE subject_id = $1",
    [id],
  );
  expect(trail.rows.map(({ action }) => action)).toEqual([
    ...["partner.created", "partner.webhook_created", "partner.webhook_replayed", "partner.webhook_tested"],
    ...["partner.webhook_rotated", "partner.webhook_removed"],
  ]);
  expect(JSON.stringify(trail.rows)).not.toMatch(/whsec_|\/hook/);
});

test("E26: at the desk an admin adds a webhook, sees its secret once, tries it and sends again what was given up; an operator looks", async ({
  browser,
  cronSecret,
}) => {
  const [admin, operator] = [await people.staff("admin"), await people.staff("operator")];
  const id = "acct_at_desk";
  const { planId, memberId } = await newClient(admin, id);
  const storageState = await admin.request.storageState();
  const context = await browser.newContext({ baseURL: product.address, storageState });
  const page = await context.newPage();
  const dialog = page.getByRole("dialog");
  await open(page, "/admin/partners");
  await page.getByRole("link", { name: `Partner ${id}` }).click();
  await page.getByRole("button", { name: "Add a webhook" }).press("Enter");
  await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
  await dialog.getByLabel("plans that could not begin").uncheck();
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("on the public internet, without name")).toBeVisible();
  await dialog.getByLabel("Address").fill(`${receiver.origin}/desk`);
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("The webhook's secret");
  const secret = String(await dialog.locator("code").textContent());
  expect(secret).toMatch(/^whsec_/);
  await dialog.getByRole("button", { name: "I have copied it" }).press("Enter");
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: "Send a test" }).press("Enter");
  await expect(page.getByText("The address took the test message (204).")).toBeVisible();
  receiver.reply("/desk", { status: 410 });
  await post(admin.request, `${desk}/members/${memberId}/activate`, { plan_subscription_id: planId });
  await work(cronSecret);
  receiver.reply("/desk", { status: 204 });
  await page.reload();
  await expect(page.getByText("Save it again to switch it on")).toBeVisible();
  const row = page.getByRole("row", { name: /member\.activated/ });
  for (const told of [`Member ${memberId}`, "Given up", "410", "wrong address"]) await expect(row).toContainText(told);
  await page.getByRole("button", { name: "Change" }).press("Enter");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await row.getByRole("button", { name: /Send again/ }).press("Enter");
  await expect(row).toContainText("Waits");
  await work(cronSecret);
  await page.getByRole("navigation", { name: "Messages shown" }).getByRole("link", { name: "Delivered" }).click();
  await expect(row).toContainText("by hand");
  await expect(page.getByText("Given up").last(), "one state alone").toHaveRole("link");
  expect(await page.content()).not.toContain(secret);
  await look(page, "a webhook's log");
  await context.close();

  const reader = await browser.newContext({
    ...{ baseURL: product.address, storageState: await operator.request.storageState() },
  });
  const looking = await reader.newPage();
  await open(looking, `/admin/partners/${id}`);
  await expect(looking.getByRole("row", { name: /member\.activated/ })).toContainText("Delivered");
  await expect(looking.getByRole("button", { name: /Change|Send|secret|Remove/ })).toHaveCount(0);
  await reader.close();
});
