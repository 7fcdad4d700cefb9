import { RuleKind } from "@/lib/platform/alerts/schema";
import { env } from "@/lib/platform/env";
import { isFull } from "@/lib/platform/testing/full-form";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, listen, test } from "./journey";
import { look, open } from "./look";
import { OwnPeople } from "./own-people";
import { dataOf, type Person } from "./people";

const desk = "/api/v1/admin";
const patience = { timeout: 20_000 };

// A product of this file's own, without a worker: nobody works until the poll is called.
let product: OwnProduct;
let people: OwnPeople;

test.beforeAll("a product without a worker", async ({ playwright, sandboxUrl, cronSecret }) => {
  const named = "gangway: Night desk, +352 621 000 000; zuora: Support, zuora@example.com";
  product = await OwnProduct.start({ VITALS_ONE_IN: "1", EMERGENCY_CONTACTS: named });
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
});
test.afterAll(async () => {
  await people?.leave();
  await product?.end();
});

/** An admin who can be written to, in a browser. */
async function adminOf(email: string): Promise<Person> {
  const admin = await people.staff("admin");
  const told = [email, admin.phoneNumber];
  await product.database.query(`UPDATE "user" SET email = $1, email_confirmed = true WHERE phone_number = $2`, told);
  return admin;
}

const mailsTo = async (sandboxUrl: string, email: string): Promise<string[]> => {
  const calls = await (await fetch(`${sandboxUrl}/_calls?upstream=smtp`)).json();
  return (calls.data ?? calls)
    .filter((call: Mailed) => call.detail.to.includes(email))
    .map((call: Mailed) => call.detail.subject);
};
type Mailed = { detail: { to: string[]; subject: string } };

// The first: it counts alerts, and admins who can be written to.
test("alerts and rules: each outcome of their endpoints", async () => {
  const [admin, operator] = [await people.staff("admin"), await people.staff("operator")];
  const { rows } = await product.database.query<{ id: number }>(
    `INSERT INTO alert (rule, subject, detail, opened_at, last_at) VALUES
      ('otp_all', '*', '{"sends": 300, "windowSeconds": 600, "address": "203.0.113.9"}', now(), now()) RETURNING id`,
  );
  const ack = (id: unknown) => admin.request.post(`${desk}/alerts/${id}/ack`, { data: {} });
  const seen = await operator.request.get(`${desk}/alerts?state=open`);
  expect(await dataOf(seen)).toMatchObject({
    items: [{ rule: "otp_all", state: "open", detail: { address: "•••" } }],
    next_cursor: null,
  });
  const done = await ack(rows[0]?.id);
  expect([done.status(), (await dataOf(done)).state]).toEqual([200, "acknowledged"]);
  expect((await ack(999_999)).status()).toBe(404);
  expect((await ack("x")).status()).toBe(422);
  await product.database.query("UPDATE alert SET closed_at = now()");
  const late = await ack(rows[0]?.id);
  expect([late.status(), (await late.json()).error.code]).toEqual([409, "illegal_transition"]);
  expect((await admin.request.get(`${desk}/alerts?state=none`)).status()).toBe(422);

  const patch = (id: string, data: object) => admin.request.patch(`${desk}/alert-rules/${id}`, { data });
  const changed = await dataOf(
    await patch("open_circuits", { cooldown_seconds: 120, parameters: { minutes: 7 }, channels: [] }),
  );
  expect(changed).toMatchObject({
    id: "open_circuits",
    enabled: true,
    cooldown_seconds: 120,
    parameters: { minutes: 7 },
    channels: [],
  });
  const list = await dataOf(await operator.request.get(`${desk}/alert-rules`));
  expect(list.items.map(({ id }: { id: string }) => id)).toEqual(RuleKind.options);
  expect(list.reachable_admins).toBe(0);
  const refused = await patch("open_circuits", { parameters: { minutes: 0, hours: 3 } });
  expect(refused.status()).toBe(422);
  const fields = (await refused.json()).error.errors.map(({ field }: { field: string }) => field).sort();
  expect(fields).toEqual(["parameters.hours", "parameters.minutes"]);
  expect((await patch("open_circuits", { cooldown_seconds: 5 })).status()).toBe(422);
  expect((await patch("open_circuits", { channels: ["pigeon"] })).status()).toBe(422);
  const everywhere = { channels: ["email", "slack"] };
  expect(await dataOf(await patch("open_circuits", everywhere))).toMatchObject(everywhere);
  expect((await patch("open_circuits", { surprise: true })).status()).toBe(400);
  expect((await patch("nothing", {})).status()).toBe(404);

  const add = (data: object, who: Person = admin) => who.request.post(`${desk}/alert-rules`, { data });
  const remove = (id: string, who: Person = admin) => who.request.delete(`${desk}/alert-rules/${id}`);
  const added = await add({ kind: "open_circuits", parameters: { minutes: 30 }, channels: [] });
  const rule = await dataOf(added);
  expect(added.status()).toBe(201);
  expect(rule).toMatchObject({ kind: "open_circuits", is_added: true, parameters: { minutes: 30 }, channels: [] });
  for (const data of [{}, { kind: "moon" }, { kind: "otp_all" }, { kind: "dead_man", parameters: { minutes: 1 } }])
    expect((await add(data)).status(), JSON.stringify(data)).toBe(422);
  expect((await add({ kind: "dead_man", surprise: 1 })).status()).toBe(400);
  expect([(await add({ kind: "dead_man" }, operator)).status(), (await remove(rule.id, operator)).status()]).toEqual([
    403, 403,
  ]);
  expect((await patch(rule.id, { enabled: false })).status()).toBe(200);
  const statuses = [await remove(rule.id), await remove(rule.id), await remove("open_circuits")].map(one =>
    one.status(),
  );
  expect(statuses, "once, no more, and never one of the product's own").toEqual([200, 404, 409]);

  const test = (who: Person, id: string) => who.request.post(`${desk}/alert-rules/${id}/test`);
  expect(await dataOf(await test(admin, "dead_letters")), "nobody can be written to").toMatchObject({ sent: 0 });
  const email = `tested${Date.now()}@example.com`;
  const reachable = await adminOf(email);
  const tested = await test(reachable, "dead_letters");
  expect([tested.status(), await dataOf(tested)]).toMatchObject([202, { sent: 1, messages: [{ channel: "email" }] }]);
  const [written] = await dataOf(await admin.request.get("/api/dev/outbox", { params: { to: email } }));
  expect(written).toMatchObject({ channel: "email", subject: expect.stringMatching(/^Test: /) });
  expect([(await test(admin, "nothing")).status(), (await test(operator, "dead_letters")).status()]).toEqual([
    404, 403,
  ]);
});

test("bar 76, dead-man switch: with no worker and no poll the web alone notices, writes to the admin within 60 s, and tells once when it is over", async ({
  browser,
  sandboxUrl,
  cronSecret,
}) => {
  const email = `alone${Date.now()}@example.com`;
  const admin = await adminOf(email);
  const set = await admin.request.patch(`${desk}/alert-rules/dead_man`, {
    data: { parameters: { worker_seconds: 5 } },
  });
  expect(set.status(), await set.text()).toBe(200);
  await product.database.query(
    "INSERT INTO worker_beat (id, kind, started_at, beat_at) VALUES ('gone', 'worker', now() - interval '1 hour', now() - interval '10 minutes')",
  );
  // The short form does not wait for its turn, which comes four times a minute.
  const hurry = () =>
    isFull ? null : product.database.query("UPDATE alert_rule SET evaluated_at = NULL WHERE id = 'dead_man'");
  const since = Date.now();
  await hurry();
  const monitor = await people.caller();
  await expect
    .poll(
      async () => {
        await monitor.get("/api/health");
        return mailsTo(sandboxUrl, email);
      },
      { timeout: 60_000, intervals: [1000] },
    )
    .toEqual(["Alert: Nobody works"]);
  expect(Date.now() - since).toBeLessThan(60_000);

  const context = await browser.newContext({
    baseURL: product.address,
    storageState: await admin.request.storageState(),
  });
  const page = await context.newPage();
  const heard = listen(page);
  // Before the page has its scripts nobody hears the button.
  await open(page, "/admin");
  await page.getByRole("link", { name: "Alerts", exact: true }).click();
  const goingOn = page.getByRole("table", { name: "Going on" });
  await expect(goingOn.getByRole("cell", { name: /^Nobody works/ })).toBeVisible();
  await expect(goingOn.getByText(/given a sign for 1\d minutes/), "ten, and those since").toBeVisible();
  await look(page, "an open alert");
  await page.getByRole("button", { name: /^Acknowledge ?: Nobody works$/ }).press("Enter");
  await expect(goingOn.getByText("Acknowledged")).toBeVisible();
  await expect(goingOn.getByText("by The admin")).toBeVisible();
  await expect(page.locator("#main"), "who pressed it is still on the page").toBeFocused();

  const poll = () => fetch(`${product.address}/api/cron/poll`, { headers: { Authorization: `Bearer ${cronSecret}` } });
  await poll();
  await hurry();
  await expect
    .poll(
      async () => {
        await poll();
        return mailsTo(sandboxUrl, email);
      },
      { timeout: 60_000, intervals: [1000] },
    )
    .toEqual(["Alert: Nobody works", "Over: Nobody works"]);
  await page.reload();
  await expect(page.getByText("Nothing needs a look")).toBeVisible();
  await expect(page.getByRole("table", { name: "Over" }).getByText("Nobody works")).toBeVisible();
  await look(page, "an alert that is over");
  expect(heard).toEqual([]);
  await context.close();
});

test("F23, F24: an admin sets a rule and hears of everything that cannot be at once, adds another, sees its test arrive, and removes it; an operator looks on", async ({
  browser,
  cronSecret,
}) => {
  const admin = await adminOf(`rules${Date.now()}@example.com`);
  const context = await browser.newContext({
    baseURL: product.address,
    storageState: await admin.request.storageState(),
  });
  const page = await context.newPage();
  const heard = listen(page);
  await open(page, "/admin/alerts");
  const rules = page.getByRole("table", { name: "Rules" });
  const dialog = page.getByRole("dialog");
  await rules.getByRole("button", { name: "Change the rule A provider does not answer", exact: true }).press("Enter");
  await dialog.getByLabel("Out for (minutes)").fill("0");
  await dialog.getByLabel("Times in a row").fill("many");
  await dialog.getByLabel("Cool-down in minutes").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("The rule cannot be set to this")).toHaveCount(3);
  await expect(dialog.getByLabel("Out for (minutes)")).toBeFocused();
  await look(page, "what a rule cannot be set to");
  await dialog.getByLabel("Out for (minutes)").fill("11");
  await dialog.getByLabel("Times in a row").fill("3");
  await dialog.getByLabel("Cool-down in minutes").fill("30");
  // Meanwhile somebody else sets it, which this form has not shown.
  const meanwhile = { data: { parameters: { minutes: 8 } } };
  expect((await admin.request.patch(`${desk}/alert-rules/open_circuits`, meanwhile)).status()).toBe(200);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Somebody else has changed this rule meanwhile")).toBeVisible();
  await expect(dialog.getByRole("region", { name: "As it is set now" })).toContainText("8 min");
  await expect(dialog.getByLabel("Out for (minutes)")).toHaveValue("11");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const row = rules.getByRole("row").filter({ hasText: "open_circuits" });
  await expect(row).toContainText("11 min");
  await expect(row).toContainText("seen 3 times in a row");

  await page.getByRole("button", { name: "Add a rule" }).click();
  await dialog.getByLabel("What it watches").selectOption({ label: "Many syncs fail" });
  await expect(dialog.getByLabel("SMS", { exact: false }), "nothing of it is critical").toHaveCount(0);
  await dialog.getByLabel("More than (percent)").fill("40");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  const added = rules.getByRole("row").filter({ hasText: "failed_syncs-" });
  await expect(added).toContainText("more than 40 %");
  await added.getByRole("button", { name: /^Test the rule/ }).click();
  await expect(dialog.getByText("This rule was never tested.")).toBeVisible();
  await dialog.getByRole("button", { name: "Send a test" }).click();
  await expect(dialog.getByText("On its way").first()).toBeVisible();
  await fetch(`${product.address}/api/cron/poll`, { headers: { Authorization: `Bearer ${cronSecret}` } });
  await expect(dialog.getByText("Arrived").first()).toBeVisible(patience);
  await expect(dialog.getByText(/after \d+\.\d s/).first()).toBeVisible();
  await look(page, "a test that has arrived");
  await page.keyboard.press("Escape");
  await added.getByRole("button", { name: /^Remove the rule/ }).click();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(added).toHaveCount(0);
  await look(page, "rules");
  expect(heard).toEqual([]);
  await context.close();

  const operator = await people.staff("operator");
  const looking = await browser.newContext({
    baseURL: product.address,
    storageState: await operator.request.storageState(),
  });
  const theirs = await looking.newPage();
  await open(theirs, "/admin/alerts");
  const shown = theirs.getByRole("table", { name: "Rules" });
  await expect(shown.getByText("seen 3 times in a row")).toBeVisible();
  await expect(shown.getByRole("button")).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: "Add a rule" })).toHaveCount(0);
  await looking.close();
});

/** How often a browser has told how long a page took, by the page's template. */
async function readVitals(): Promise<Record<string, number>> {
  const told = "SELECT name, sum(count)::int AS count FROM measure_window WHERE measure = 'page' GROUP BY name";
  const { rows } = await product.database.query<{ name: string; count: number }>(told);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

// The last: what it gives up is an alert too.
test("bar 63: an admin sees on the health page what was given up and why, and runs it again with a reason", async ({
  browser,
}) => {
  const admin = await people.staff("admin");
  await product.database.query(
    `INSERT INTO pgboss.job (name, data, output, source_name, source_id, source_created_on, source_retry_count)
     VALUES ('dead', '{"id": "msg_none"}', '{"message": "the shop is closed"}', 'notifications.deliver', gen_random_uuid(), now(), 8),
       ('dead', '{"id": "x"}', '{"message": "no"}', 'gone.job', gen_random_uuid(), now(), 8)`,
  );
  const listed = await dataOf(await admin.request.get(`${desk}/jobs?job=gone.job`));
  expect(listed.items).toMatchObject([{ job: "gone.job", ids: { id: "x" }, error: "no", attempts: 9 }]);
  const redrive = (id: string, data: object) => admin.request.post(`${desk}/jobs/${id}/redrive`, { data });
  const unknown = await redrive(listed.items[0].id, { reason: "because we can" });
  expect([unknown.status(), (await unknown.json()).error.code]).toEqual([409, "illegal_transition"]);
  expect((await redrive(listed.items[0].id, { reason: "short" })).status()).toBe(422);
  expect((await redrive("00000000-0000-4000-8000-000000000000", { reason: "because we can" })).status()).toBe(404);

  const context = await browser.newContext({
    baseURL: product.address,
    storageState: await admin.request.storageState(),
  });
  const page = await context.newPage();
  const heard = listen(page);
  await page.goto("/admin/health");
  const given = page.getByRole("table", { name: "Jobs that were given up" });
  const row = given.getByRole("row").filter({ hasText: "notifications.deliver" });
  await expect(row.getByText("the shop is closed")).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Queues" }).getByRole("row").filter({ hasText: "notifications.deliver" }),
  ).toContainText("1");
  const contacts = page.getByRole("table", { name: "Whom to call" });
  await expect(contacts.getByRole("link", { name: "+352 621 000 000" })).toHaveAttribute("href", "tel:+352621000000");
  await expect(contacts.getByRole("row").filter({ hasText: "Zuora" }).getByRole("link")).toHaveAttribute(
    "href",
    "mailto:zuora@example.com",
  );
  await expect(page.getByText(/^Nobody is named for: Servers and database, Letzshop,/)).toBeVisible();
  await look(page, "health");
  await row.getByRole("button", { name: "Run again" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Run again" }).click();
  await expect(dialog.getByText("10 characters").first()).toBeVisible();
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await look(page, "the question before a job runs again");
  await dialog.getByLabel("Reason").fill("The shop is open again");
  await dialog.getByRole("button", { name: "Run again" }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0, patience);
  const waiting =
    "SELECT data->>'id' AS id FROM pgboss.job WHERE data->>'id' = 'msg_none' AND name = 'notifications.deliver'";
  expect((await product.database.query(waiting)).rows).toEqual([{ id: "msg_none" }]);
  const kept = await product.database.query(
    "SELECT detail->>'reason' AS reason FROM audit_entry WHERE action = 'job.redriven'",
  );
  expect(kept.rows).toEqual([{ reason: "The shop is open again" }]);

  // What this browser told is written down within ten seconds, by pages' names alone.
  await expect.poll(async () => Object.keys(await readVitals()), patience).toContain("/admin/health");
  const vitals = await readVitals();
  expect(Object.keys(vitals).filter(name => !/^(\/[a-z-]+|\/\[[a-z]+\])+$/.test(name))).toEqual([]);
  const known = Object.values(vitals).reduce((sum, count) => sum + count, 0);
  await page.reload();
  const pageTime = page.getByRole("row").filter({ hasText: "Pages in browsers" });
  await expect(pageTime).toHaveCount(1);
  await expect(pageTime.getByRole("cell").nth(2)).toHaveText(/\d (ms|s)/);
  const counted = (await pageTime.getByRole("cell").nth(3).textContent()) ?? "";
  expect(Number.parseInt(counted, 10)).toBeGreaterThanOrEqual(known);
  expect(heard).toEqual([]);
  await context.close();
});

test("F32: metrics are Prometheus text, for who has the token", async ({ caller, storeAt }) => {
  await storeAt("merchant_profile");
  const scraper = await caller();
  const scrape = (token?: string) =>
    scraper.get("/api/metrics", { headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } });
  expect((await scrape()).status()).toBe(401);
  expect((await scrape("wrong")).status()).toBe(401);
  const answer = await scrape(env.metricsToken);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await answer.text()).trim().split("\n");
  const odd = lines.filter(
    line =>
      !/^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? (-?[0-9.e+-]+|Nan)|)$/.test(
        line,
      ),
  );
  expect(odd).toEqual([]);
  const value = (start: string) =>
    Number(
      lines
        .find(line => line.startsWith(start))
        ?.split(" ")
        .at(-1),
    );
  expect(value('gangway_onboardings{kind="store",status="')).toBeGreaterThan(0);
  expect(value('gangway_seen_seconds{kind="worker"}')).toBeLessThan(30);
  expect(value('gangway_jobs{queue="notifications.deliver",state="dead"}')).toBeGreaterThanOrEqual(0);
  expect(value('gangway_circuit_open{upstream="letzshop"}')).toBeGreaterThanOrEqual(0);
  expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
});
