import { Webhook } from "standardwebhooks";
import { isFull } from "@/lib/platform/testing/full-form";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { listenForWebhooks } from "@/lib/platform/testing/webhook-receiver";
import { WorkerProcess } from "@/lib/platform/testing/worker-process";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { insideHeaders, scheduleAddress } from "./own-direct";
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
async function newClient({ request }: Pick<Person, "request">, id: string) {
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
  expect(await dataOf(await request.get(webhook))).toMatchObject({ url: `${receiver.origin}/hook` });
  expect(await dataOf(await operator.request.get(webhook)), "where it leads, and not its path").toMatchObject({
    ...{ secret_hint: secret.slice(0, 10), url: `${receiver.origin}/•••` },
  });

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
  await expect(looking.getByText(`${receiver.origin}/•••`, { exact: true })).toBeVisible();
  await post(admin.request, `${desk}/partners/${id}/disable`, { reason: "the contract is over" });
  await looking.reload();
  await expect(looking.getByText("This account is disabled")).toBeVisible();
  await reader.close();
});

/** The next last Sunday of October that no earlier test's clock has come to: in Paris half past two comes twice, at 00:30 and 01:30 UTC. */
function nextAutumnNight(): number {
  const year = new Date().getUTCFullYear();
  const nights = [year, year + 1].map(one => {
    const last = new Date(Date.UTC(one, 9, 31));
    return last.getTime() / 1000 - last.getUTCDay() * 86_400 + 1800;
  });
  return nights.find(night => night > Date.now() / 1000 + 5 * 86_400) ?? 0;
}

// The last: it moves the clock of its product by up to a year.
test("E20, E25: two workers in other zones activate everybody once when the product's clock comes to their time, none before, and who was cancelled never", async () => {
  const { request } = await people.staff("admin");
  const bearer = { headers: insideHeaders() };
  const id = "acct_in_time";
  const { contractId: parent_subscription_id } = await newClient({ request }, id);
  await request.put(`${desk}/partners/${id}/webhook`, {
    data: { url: `${receiver.origin}/in-time`, events: ["member.activated"] },
  });
  const offered = { parent_subscription_id, name: "Teeth", core_offering: "dental", allows_auto: true };
  const plan_subscription_id = String((await post(request, `${desk}/plans`, offered, 201)).id);
  const [atFirst, atSecond, night] = [isFull ? 20 : 8, 2, nextAutumnNight()];
  const members = await Promise.all(
    Array.from({ length: atFirst + atSecond + 1 }, async (_, at) => {
      const phone_number = newPhoneNumber();
      const told = { name: `Member ${at}`, dob: "1990-12-10", gender: "F", email_id: `in.time.${at}@example.com` };
      const made = await post(request, `${desk}/members`, { ...told, phone_number, parent_subscription_id }, 201);
      return { id: Number(made.id), phone_number };
    }),
  );
  const [invited, cancelled, ...others] = members;
  await post(request, `${desk}/members/${invited?.id}/invite`, { plan_subscription_id });
  const scheduled = [cancelled, ...others].map(one => ({ id: one?.id ?? 0, phone_number: one?.phone_number ?? "" }));
  const reachOf = (phone_number: string) => ({ subscription_id: parent_subscription_id, phone_number });
  for (const [at, { phone_number }] of scheduled.entries()) {
    const activation_date = at < atFirst ? night : night + 3600;
    const data = { ...reachOf(phone_number), plan_subscription_id, activation_date };
    expect((await request.post(scheduleAddress, { data, ...bearer })).status()).toBe(200);
  }
  const params = reachOf(cancelled?.phone_number ?? "");
  expect(await dataOf(await request.delete(scheduleAddress, { params, ...bearer }))).toMatchObject({ cancelled: true });

  // Whoever was signed in is not any more, once the clock has moved.
  const anybody = await people.caller();
  await product.database.query("SET ROLE gangway_system");
  const read = async (text: string, values: unknown[] = []) => (await product.database.query(text, values)).rows;
  const activeOf = async (of: readonly { id: number }[]) =>
    (await read("SELECT FROM member WHERE id = ANY ($1) AND state = 'activated'", [of.map(one => one.id)])).length;
  /** Moves the clock to so many seconds from a time of this night. */
  const goTo = async (time: number) => {
    const [row] = await read("SELECT ceil($1 - extract(epoch FROM app_now()))::int AS left", [time]);
    for (let left = Number(row?.left); left > 0; left -= 300 * 86_400)
      await post(anybody, "/api/dev/clock", { advance_seconds: Math.min(left, 300 * 86_400) });
  };
  const [firsts, seconds] = [scheduled.slice(1, atFirst), scheduled.slice(atFirst)];
  const workers = await Promise.all(
    ["Europe/Paris", "America/New_York"].map(TZ => WorkerProcess.start({ ...product.workerEnvironment, TZ })),
  );
  const patience = { timeout: 30_000 };
  try {
    await goTo(night - 60);
    // Who did not come in time is next: a worker has looked for what is due twice.
    await expect.poll(() => activeOf(members.slice(0, 1)), patience).toBe(1);
    expect(await activeOf(scheduled), "none too early").toBe(0);
    await goTo(night + 1);
    await expect.poll(() => activeOf(firsts), patience).toBe(firsts.length);
    expect(await activeOf(seconds), "the same time on the wall of Paris, an hour later").toBe(0);
    await goTo(night + 3601);
    await expect.poll(() => activeOf(seconds), patience).toBe(seconds.length);
    const told = () => receiver.at("/in-time").length;
    await expect.poll(told, patience).toBe(1 + firsts.length + seconds.length);
    const jobs = "SELECT FROM pgboss.job WHERE name = 'members.activate-due' AND state < 'completed'";
    await expect.poll(async () => (await read(jobs)).length, patience).toBe(0);
  } finally {
    for (const worker of workers) await worker.kill();
  }
  const once = { state: "activated", fired: 1, plans: 1, mails: 1, audits: 1 };
  const never = { state: "draft", fired: 0, plans: 0, mails: 0, audits: 0 };
  const outcomes = await read(
    `SELECT m.state::text, (SELECT count(*) FROM activation_log l WHERE l.member_id = m.id AND event = 'due' AND to_state = 'activated')::int AS fired,
      (SELECT count(*) FROM member_subscription s WHERE s.member_id = m.id AND door = 'auto')::int AS plans,
      (SELECT count(*) FROM outbox_message o WHERE o.tenant = 'member:' || m.id AND o.dedupe_key LIKE 'member.activated:%')::int AS mails,
      (SELECT count(*) FROM audit_entry a WHERE a.subject_kind = 'member' AND a.subject_id = m.id::text AND action = 'member.activated')::int AS audits
    FROM member m WHERE m.id = ANY ($1) ORDER BY m.id = $2 DESC`,
    [members.map(one => one.id), cancelled?.id],
  );
  expect(outcomes).toEqual([never, ...members.slice(1).map(() => once)]);
  const ids = receiver.at("/in-time").map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size, "each is told once").toBe(members.length - 1);
});
