import { expect, test } from "./fixtures";
import { KeyShop } from "./key-shop";
import { dataOf, post, type StoreOwner } from "./people";

// One product for all, whose jobs run when a test says so.
test.describe.configure({ mode: "default" });

const step = "/api/v1/store/onboarding/step";
const runs = "/api/v1/admin/onboardings";
let shop: KeyShop;

test.beforeAll("a product and a Letzshop of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  test.setTimeout(120_000);
  shop = await KeyShop.open(playwright, { sandboxUrl, cronSecret });
});
test.afterAll(() => shop?.close());

const codeOf = async (answer: { json: () => Promise<{ error: { code: string } }> }) => (await answer.json()).error.code;
const idOf = async ({ request }: StoreOwner): Promise<number> =>
  (await dataOf(await request.get("/api/v1/store/onboarding/status"))).id;

test("A20: an owner stops the import after a question, nothing is finished by it, and it goes on later", async ({
  browser,
}) => {
  test.setTimeout(60_000);
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
  await expect(page.getByText("All done").first()).toBeVisible({ timeout: 20_000 });
  expect(await shop.audits(owner, "store.import_started")).toBe(2);
});

test("A4: what failed is tried again by its name, and only that", async ({ browser, sandboxUrl }) => {
  test.setTimeout(60_000);
  const owner = await shop.storeWith("key_of_the_retrier_1", `${sandboxUrl}/feeds/xx.csv`);
  await shop.importOrders(owner);
  const page = await shop.page(browser, owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  const calls = shop.letzshop.calls;
  await page.getByRole("button", { name: "Try again: Product rows" }).click();
  await expect(page.getByText("You can close this page")).toBeVisible();
  await shop.poll();
  await expect(page.getByText("1 of 2 parts could not be loaded").first()).toBeVisible({ timeout: 20_000 });
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
  test.setTimeout(60_000);
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
