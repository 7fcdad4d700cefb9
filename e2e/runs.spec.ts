import { expect, test } from "./fixtures";
import { KeyShop } from "./key-shop";
import { look } from "./look";
import { dataOf, post, type StoreOwner } from "./people";

// One product for all, whose jobs run when a test says so.
test.describe.configure({ mode: "default" });

const step = "/api/v1/store/onboarding/step";
const runs = "/api/v1/admin/onboardings";
let shop: KeyShop;

test.beforeAll("a product and a Letzshop of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  shop = await KeyShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

const codeOf = async (answer: { json: () => Promise<{ error: { code: string } }> }) => (await answer.json()).error.code;
const idOf = async ({ request }: StoreOwner): Promise<number> =>
  (await dataOf(await request.get("/api/v1/store/onboarding/status"))).id;

test("A20: an owner stops the import after a question, nothing is finished by it, and it goes on later", async ({
  browser,
}) => {
  const owner = await shop.storeWith("key_of_the_stopper_1");
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await page.getByRole("button", { name: "Start import" }).click();
  const stop = page.getByRole("button", { name: "Stop import" });
  await stop.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("What has arrived stays");
  await dialog.getByRole("button", { name: "Let it run" }).click();
  expect(await shop.audits(owner, "store.import_cancelled")).toBe(0);
  await stop.click();
  await dialog.getByRole("button", { name: "Stop import" }).click();
  await expect(page.getByText("Stopped", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Go to dashboard" })).toHaveCount(0);
  expect(await shop.audits(owner, "store.import_cancelled")).toBe(1);
  const complete = await owner.request.post(`${step}/order-sync/complete`, { data: {} });
  expect(`${complete.status()} ${await codeOf(complete)}`).toBe("409 sync_not_finished");
  const calls = shop.letzshop.calls;
  await shop.poll();
  expect(shop.letzshop.calls, "nothing runs").toBe(calls);

  await page.reload();
  await page.getByRole("button", { name: "Go on with the import" }).click();
  await expect(page.getByText("You can close this page")).toBeVisible();
  await shop.poll();
  await expect(page.getByText("All done").first()).toBeVisible({ timeout: 60_000 });
  expect(await shop.audits(owner, "store.import_started")).toBe(2);
});

test("A4: what failed is tried again by its name, and only that", async ({ browser, sandboxUrl }) => {
  const owner = await shop.storeWith("key_of_the_retrier_1", `${sandboxUrl}/feeds/xx.csv`);
  await shop.importOrders(owner);
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  const calls = shop.letzshop.calls;
  // On a busy machine a page is there a moment before its script is, and a press is lost.
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Try again: Product rows" }).click();
    await expect(dialog).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("You can close this page")).toBeVisible();
  await shop.poll();
  await expect(page.getByText("1 of 2 parts could not be loaded").first()).toBeVisible({ timeout: 60_000 });
  expect(shop.letzshop.calls, "Letzshop is not asked").toBe(calls);
});

test("A8: a part that is tried again says when, and which attempt of how many that will be", async ({ browser }) => {
  const owner = await shop.storeWith("key_of_the_patient_1");
  shop.letzshop.keys.set("key_of_the_patient_1", "down");
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
  await shop.poll();
  const seen = await dataOf(await owner.request.get(`${step}/order-sync/progress/${job_id}`));
  expect(seen.parts[0]).toMatchObject({
    ...{ state: "retrying", attempts: 1, max_attempts: 5, next_attempt_at: expect.stringMatching(/Z$/) },
    error: { code: expect.any(String) },
  });
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await expect(page.getByText(/^Trying again (at \d\d:\d\d|now), attempt 2 of 5\.$/)).toBeVisible();
  await expect(page.getByText("Retrying", { exact: true })).toBeVisible();
  shop.letzshop.keys.set("key_of_the_patient_1", "ok");
  await shop.end(owner.request, job_id);
});

test("an admin runs imports again and stops them, with a reason in the audit trail; nobody else may", async () => {
  const owner = await shop.completeStoreWith("key_of_the_helped_1");
  const [admin, operator] = [await shop.people.staff("admin"), await shop.people.staff("operator")];
  const id = await idOf(owner);
  const act = async (what: string, data: object, who: { request: typeof admin.request } = admin) => {
    const answer = await who.request.post(`${runs}/${id}/${what}`, { data });
    const body = await answer.json();
    return { status: answer.status(), code: body.error?.code, data: body.data };
  };
  const reason = "the owner asked by phone";
  for (const what of ["retry", "cancel"]) {
    expect(await act(what, { reason }), "complete, and nothing runs").toMatchObject({
      ...{ status: 409, code: "illegal_transition" },
    });
    expect((await act(what, {}, operator)).status).toBe(403);
    expect((await act(what, {}, owner)).status).toBe(403);
    expect((await act(what, { reason: "short" })).status).toBe(422);
    const nobody = await admin.request.post(`${runs}/999999999/${what}`, { data: {} });
    expect(nobody.status()).toBe(404);
  }
  expect((await act("retry", { all: true, from: "orders" })).status).toBe(422);
  expect((await act("retry", { from: "moon" })).status).toBe(422);
  const started = await act("retry", { from: "products", reason });
  expect(started).toMatchObject({ status: 202, data: { created_new: true } });
  expect(await act("retry", { all: true })).toMatchObject({
    ...{ status: 202, data: { job_id: started.data.job_id, created_new: false } },
  });
  expect(await act("cancel", { reason })).toEqual({
    status: 200,
    code: undefined,
    data: { job_id: started.data.job_id },
  });
  const { status } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  expect(status, "the gate stays open").toBe("completed");
  const [entry] = await shop.rows<{ detail: object }>(
    "SELECT detail FROM audit_entry WHERE action = 'store.import_cancelled' ORDER BY id DESC LIMIT 1",
  );
  expect(entry?.detail).toEqual({ jobId: started.data.job_id, reason });
  const again = await act("retry", {});
  expect(again, "what was stopped goes on").toMatchObject({ status: 202, data: { created_new: true } });
  await shop.end(owner.request, again.data.job_id);
});

test("bar 62: twenty triggers, two pollers and cron twice, all at once: one run, all others are told its id, and it is worked once", async () => {
  const [alone, contested] = [
    await shop.storeWith("key_of_the_lone_one_1"),
    await shop.storeWith("key_of_the_wanted_one"),
  ];
  const before = shop.letzshop.calls;
  await shop.importOrders(alone);
  const once = shop.letzshop.calls - before;
  const trigger = async () => {
    const answer = await contested.request.post(`${step}/order-sync/trigger`, { data: { days_back: 1 } });
    return { status: answer.status(), ...(await dataOf(answer)) };
  };
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, trigger),
    ...Array.from({ length: 4 }, () => shop.poll()),
  ]);
  const told = answers.filter(answer => answer !== undefined);
  expect(new Set(told.map(({ status, job_id }) => `${status} ${job_id}`)).size, "one id").toBe(1);
  expect(told.filter(({ created_new }) => created_new)).toHaveLength(1);
  await Promise.all([shop.end(contested.request, told[0].job_id), ...Array.from({ length: 4 }, () => shop.poll())]);
  const seen = await dataOf(await contested.request.get(`${step}/order-sync/progress/${told[0].job_id}`));
  expect(seen.parts.map(({ attempts }: { attempts: number }) => attempts)).toEqual([1, 1]);
  expect(shop.letzshop.calls - before, "and nobody asks twice").toBe(2 * once);
  const runsOf = "SELECT r.id FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id WHERE o.id = $1";
  expect(await shop.rows(runsOf, await idOf(contested))).toHaveLength(1);
  expect(await shop.audits(contested, "store.import_started")).toBe(1);
});

test("bar 71: progress never goes back nor beyond the end, and another store's is not there", async ({
  sandboxUrl,
}) => {
  const feed = `${sandboxUrl}/feeds/fr.csv?rows=5000`;
  const [owner, other] = [
    await shop.storeWith("key_of_the_watched_1", feed),
    await shop.storeWith("key_of_the_nosy_one_1"),
  ];
  const { job_id } = await post(
    owner.request,
    `${step}/order-sync/trigger`,
    { days_back: 1, include_products: true },
    202,
  );
  const address = `${step}/order-sync/progress/${job_id}`;
  const foreign = await other.request.get(address);
  expect(`${foreign.status()} ${await codeOf(foreign)}`).toBe("404 not_found");
  const percents: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) percents.push((await dataOf(await owner.request.get(address))).progress_percentage);
  })();
  await shop.end(owner.request, job_id);
  isOver = true;
  await watching;
  percents.push((await dataOf(await owner.request.get(address))).progress_percentage);
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  expect(percents.at(-1)).toBe(100);
  expect(
    percents.some(percent => percent > 0 && percent < 100),
    "it was seen on its way",
  ).toBe(true);
});

test("an admin skips and resumes an onboarding by its id, and lets an import that waits for a key try again", async () => {
  const owner = await shop.storeWith("key_of_the_waiter_1");
  const admin = await shop.people.staff("admin");
  const id = await idOf(owner);
  const act = async (what: string, data: object) => {
    const answer = await admin.request.post(`${runs}/${id}/${what}`, { data });
    const body = await answer.json();
    return { status: answer.status(), code: body.error?.code, is: body.data?.status };
  };
  const reason = "the owner asked by phone";
  expect(await act("resume", { reason }), "neither skipped nor waiting").toMatchObject({
    ...{ status: 409, code: "illegal_transition" },
  });
  expect(await act("skip", { reason })).toMatchObject({ status: 200, is: "skipped" });
  expect(await act("skip", { reason })).toMatchObject({ status: 409 });
  expect(await act("resume", {})).toMatchObject({ status: 200, is: "in_progress" });
  for (const until of [1_795_000_000, 1_795_000_000_000])
    expect(await act("skip", { reason, until })).toMatchObject({ status: 400 });
  for (const until of [
    "1795000000",
    "1795000000000",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "2027-02-30T00:00:00Z",
    "2027-03-28",
  ])
    expect.soft(await act("skip", { reason, until }), `bar 67: ${until}`).toMatchObject({ status: 422 });

  shop.letzshop.keys.set("key_of_the_waiter_1", "refused");
  expect((await shop.importOrders(owner)).state).toBe("waiting");
  shop.letzshop.keys.set("key_of_the_waiter_1", "ok");
  const calls = shop.letzshop.calls;
  await shop.poll();
  expect(shop.letzshop.calls, "it waits").toBe(calls);
  expect(await act("resume", { reason })).toMatchObject({ status: 200, is: "in_progress" });
  expect(await act("resume", { reason }), "it waits no more").toMatchObject({ status: 409 });
  const [run] = await shop.rows<{ id: number }>(
    "SELECT max(id) AS id FROM onboarding_run WHERE onboarding_id = $1",
    id,
  );
  expect(await shop.end(owner.request, run?.id ?? 0)).toMatchObject({ state: "done" });
  expect(await shop.audits(owner, "store.import_resumed")).toBe(1);
});

test("A15 to A17: whoever watches sees no bar without a total, is told of silence and of a lost line, and a hidden page rests", async ({
  browser,
}) => {
  const owner = await shop.storeWith("key_of_the_watcher_1");
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
  const beSilent = (seconds: number) =>
    shop.rows(
      "UPDATE onboarding_run SET created_at = now() - make_interval(secs => $1) WHERE id = $2",
      ...[seconds, job_id],
    );
  const page = await shop.page(browser, owner);
  await page.clock.install();
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await expect(page.getByText("Starting…").first()).toBeVisible();
  await expect(page.getByRole("progressbar")).not.toHaveAttribute("aria-valuenow");
  await expect(page.getByText("You can close this page. It goes on without you.")).toBeVisible();

  await beSilent(61);
  await page.clock.fastForward(2_100);
  await expect(page.getByText("This is taking longer than usual.").first()).toBeVisible();
  await beSilent(301);
  await page.clock.fastForward(2_100);
  await expect(page.getByText("Nothing has moved for five minutes").first()).toBeVisible();
  await look(page, "an import that is stuck");

  await page.context().setOffline(true);
  await page.clock.fastForward(2_100);
  const lost = page.getByText(/^Last update \d\d:\d\d:\d\d, trying again$/);
  await expect(lost).toBeVisible();
  await page.context().setOffline(false);
  await page.clock.fastForward(2_100);
  await expect(lost).toHaveCount(0);

  let asked = 0;
  page.on("request", request => {
    if (request.url().endsWith(`/progress/${job_id}`)) asked += 1;
  });
  const show = (state: "hidden" | "visible") =>
    page.evaluate(now => {
      Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, state);
  await show("hidden");
  await page.clock.fastForward(20_000);
  await page.clock.fastForward(20_000);
  expect(asked, "nobody looks").toBe(0);
  await shop.end(owner.request, job_id);
  await show("visible");
  await expect(page.getByText("All done").first()).toBeVisible();
});
