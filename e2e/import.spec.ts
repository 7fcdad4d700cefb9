import type { APIRequestContext } from "@playwright/test";
import { atStep, countRows, expect, test } from "./journey";
import { open } from "./look";
import { answers, dataOf, post } from "./people";

const onboarding = "/api/v1/store/onboarding";
const step = `${onboarding}/step`;
const codeOf = async (answer: { json: () => Promise<{ error: { code: string } }> }) => (await answer.json()).error.code;

type Progress = {
  status: string;
  progress_percentage: number;
  orders_imported: number;
  orders_total: number | null;
  products_imported: number;
};

/** Asks for the progress again and again until the import has ended; answers everything it was told. */
async function follow(request: APIRequestContext, jobId: number): Promise<Progress[]> {
  const told: Progress[] = [];
  await expect
    .poll(
      async () => {
        const answer = await request.get(`${step}/order-sync/progress/${jobId}`);
        expect(answer.status()).toBe(200);
        told.push(await dataOf(answer));
        return told.at(-1)?.status;
      },
      { timeout: 60_000, intervals: [50] },
    )
    .toMatch(/^(completed|partial|failed|cancelled)$/);
  return told;
}

const isRising = (values: number[]) => values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0));

test("an import is triggered once, its progress only rises, and it must end before the onboarding does", async ({
  storeAt,
}) => {
  const [owner, stranger] = await Promise.all([storeAt("order_sync"), storeAt("order_sync")]);
  const complete = () => owner.request.post(`${step}/order-sync/complete`, { data: {} });
  const trigger = (data: object) => owner.request.post(`${step}/order-sync/trigger`, { data });

  expect(await codeOf(await complete()), "before any import").toBe("sync_not_finished");
  for (const days_back of [0, 366, 1.5]) expect((await trigger({ days_back })).status(), `${days_back} days`).toBe(422);
  expect((await trigger({ days_back: "90" })).status()).toBe(400);
  expect((await trigger({ force: true })).status()).toBe(400);

  const started = await trigger({});
  expect(started.status()).toBe(202);
  const { job_id, created_new } = await dataOf(started);
  expect(created_new).toBe(true);
  const [twice, early, foreign] = await Promise.all([
    trigger({ days_back: 30 }),
    complete(),
    stranger.request.get(`${step}/order-sync/progress/${job_id}`),
  ]);
  expect(twice.status()).toBe(202);
  expect(await dataOf(twice)).toMatchObject({ job_id, created_new: false });
  expect(early.status()).toBe(409);
  expect(await codeOf(early)).toBe("sync_not_finished");
  expect(foreign.status()).toBe(404);
  for (const odd of ["0", "-1", "x", "9999999999999", "1e3"])
    expect([404, 422], odd).toContain((await owner.request.get(`${step}/order-sync/progress/${odd}`)).status());

  const told = await follow(owner.request, job_id);
  for (const figure of ["progress_percentage", "orders_imported", "products_imported"] as const)
    expect(isRising(told.map(one => one[figure])), figure).toBe(true);
  expect(told.filter(one => one.progress_percentage === 100 && one.status !== "completed")).toEqual([]);
  expect(told.filter(one => one.progress_percentage > 100 || one.orders_imported > (one.orders_total ?? 1e9))).toEqual(
    [],
  );
  const order = ["pending", "fetching", "processing", "completed"];
  expect(isRising(told.map(one => order.indexOf(one.status))), "words in their order").toBe(true);
  const rows = await countRows(owner.code);
  expect(told.at(-1)).toMatchObject({
    job_id,
    status: "completed",
    current_phase: null,
    progress_percentage: 100,
    orders_imported: rows.orders,
    orders_total: rows.orders,
    products_imported: rows.products,
    parts: [
      { id: "orders", state: "done", error: null },
      { id: "products", state: "done", error: null },
    ],
  });

  const [first, second] = [await complete(), await complete()];
  expect(first.status()).toBe(200);
  const end = await dataOf(first);
  expect(end).toMatchObject({
    status: "completed",
    is_completed: true,
    completion_percentage: 100,
    completed_steps_count: 4,
  });
  expect(await dataOf(second), "twice gives the same answer").toEqual(end);
  for (const [address, data] of Object.entries({
    "merchant-profile": answers.merchantProfile(owner),
    "letzshop-api": answers.letzshopKey,
    "product-import": answers.productImport("http://example.com"),
    "order-sync/trigger": {},
  })) {
    const late = await owner.request.post(`${step}/${address}`, { data });
    expect(`${late.status()} ${await codeOf(late)}`, address).toBe("409 already_completed");
  }
});

test("whoever closes the page during the import finds it again, running or ended, and goes on from there", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/onboarding`);
  await atStep(page, "order-sync");
  await page.getByLabel("How many days back?").fill("0");
  await page.getByRole("button", { name: "Start import" }).click();
  const problem = page.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect(problem.getByRole("link")).toHaveText("Enter a number of days from 1 to 365");
  await page.getByLabel("How many days back?").fill("30");
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByText("You can close this page. It goes on without you.")).toBeVisible();
  await page.close();

  const later = await pageOf(owner);
  await later.goto(`/store/${owner.code}/dashboard`);
  await atStep(later, "order-sync");
  await expect(later.getByRole("button", { name: "Start import" }), "it is not started again").toHaveCount(0);
  await expect(later.getByRole("progressbar").or(later.getByText("All done")).first()).toBeAttached();
  await later.getByRole("button", { name: "Go to dashboard" }).click({ timeout: 120_000 });
  await later.waitForURL(`/store/${owner.code}/dashboard`);
  const { orders } = await countRows(owner.code);
  expect(orders).toBeGreaterThan(300);
  await expect(later.locator("dl > div", { hasText: "Orders" }).locator("dd")).toHaveText(String(orders));
});

test("a feed that cannot be read spoils only its own part: the rest is there, what is missing is named", async ({
  storeAt,
  pageOf,
  sandboxUrl,
}) => {
  const owner = await storeAt("product_import");
  const broken = { ...answers.productImport(sandboxUrl), csv_url_de: `${sandboxUrl}/feeds/xx.csv` };
  await post(owner.request, `${step}/product-import`, broken);
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, answers.orderSync, 202);
  const told = await follow(owner.request, job_id);
  expect(told.at(-1)).toMatchObject({
    status: "partial",
    parts: [
      { id: "orders", state: "done" },
      { id: "products", state: "failed", error: { code: "wrong_address" } },
    ],
  });
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await expect(page.getByText("1 of 2 parts could not be loaded").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again: Product rows" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Check the address of this feed" })).toHaveAttribute(
    "href",
    `/store/${owner.code}/onboarding/product-import?from=check#field-csvUrlDe`,
  );
  await page.getByRole("button", { name: "Go to dashboard" }).click();
  await page.waitForURL(`/store/${owner.code}/dashboard`);
  await expect(page.getByText("The last import is not complete")).toBeVisible();
});
