import { transaction } from "@/lib/platform/db";
import { writeNotice } from "@/lib/platform/notices/service";
import { idOf } from "./actions";
import { expect, press, test } from "./journey";
import { open } from "./look";
import { answers, dataOf, post, type StoreOwner } from "./people";

const api = "/api/v1/me/notices";
const step = "/api/v1/store/onboarding/step";

/** Tells somebody something, as the product does. */
const tell = async (who: Pick<StoreOwner, "phoneNumber" | "code">, name: string) => {
  const userId = await idOf(who);
  const notice = {
    userId,
    storeId: null,
    kind: "store_resumed",
    values: { name },
    href: `/store/${who.code}/onboarding`,
  };
  await transaction("system", tx => writeNotice(tx, notice));
};
const read = async ({ request }: Pick<StoreOwner, "request">, query = "") =>
  dataOf(await request.get(`${api}${query}`));

test("a person's notices are theirs alone, in pages, and read up to the one that was seen", async ({ storeAt }) => {
  const [owner, other] = [await storeAt("merchant_profile"), await storeAt("merchant_profile")];
  for (const name of ["A", "B", "C"]) await tell(owner, name);
  await tell(other, "Z");
  const first = await read(owner, "?limit=2");
  expect(first).toMatchObject({
    unread: 3,
    items: [{ title: "The set-up of C goes on", read_at: null }, { title: "The set-up of B goes on" }],
  });
  const rest = await read(owner, `?limit=2&cursor=${first.next_cursor}`);
  expect(rest).toMatchObject({ items: [{ title: "The set-up of A goes on" }], next_cursor: null });

  const [newest] = first.items;
  await tell(owner, "D");
  expect(await post(owner.request, `${api}/read`, { up_to: newest.id })).toEqual({ unread: 1 });
  expect(await post(owner.request, `${api}/read`, { up_to: newest.id }), "twice is once").toEqual({ unread: 1 });
  await post(owner.request, `${api}/read`, { up_to: 2_000_000_000 });
  expect((await read(owner)).unread).toBe(0);
  expect((await read(other)).unread, "somebody else's stay unread").toBe(1);

  for (const data of [{}, { up_to: 0 }, { up_to: "1" }, { up_to: 1.5 }, { up_to: 1, user_id: 1 }])
    expect
      .soft([400, 422], JSON.stringify(data))
      .toContain((await owner.request.post(`${api}/read`, { data })).status());
  for (const query of ["?limit=0", "?limit=101", "?cursor=x", "?cursor=-1", "?user_id=1"])
    expect.soft([400, 422], query).toContain((await owner.request.get(`${api}${query}`)).status());
});

test("every kind of notice that is written has its texts, and names what it tells of", async ({ storeAt }) => {
  const owner = await storeAt("merchant_profile");
  const userId = await idOf(owner);
  const outcomes = ["store_run_complete", "store_run_problems", "store_run_partial", "store_run_failed"];
  const refreshes = [
    "store_refresh_partial",
    "store_refresh_failed",
    "store_orders_failed",
    "store_key_broken",
    "store_key_works",
  ];
  const kinds = [...outcomes, ...refreshes, "store_skipped", "store_resumed", "store_skip_ended"];
  const values = { name: "<b>Léa & Fils</b>", orders: 1, products: 2, skipped: 3, lastFour: "1234" };
  for (const kind of kinds)
    await transaction("system", tx => writeNotice(tx, { userId, storeId: null, kind, values, href: "/" }));
  const { items } = await read(owner);
  expect(items.map((item: { kind: string }) => item.kind)).toEqual([...kinds].reverse());
  for (const { kind, title, text } of items) {
    expect.soft(title, kind).toContain("<b>Léa & Fils</b>");
    expect.soft(`${title} ${text}`, kind).not.toMatch(/[{}]|notices\.|store_/);
  }
});

test("the bell counts what is unread, shows it by keyboard, lets it be read, and moves nothing", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("merchant_profile");
  for (const name of ["A", "B"]) await tell(owner, name);
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  const bell = page.getByRole("link", { name: "Notices, 2 unread" });
  const before = await bell.boundingBox();
  await press(page, "Notices, 2 unread", "link");
  const list = page.getByRole("region", { name: "Notices" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.getByRole("listitem").first()).toContainText("The set-up of B goes on");
  await press(page, "Mark all as read");
  const quiet = page.getByRole("link", { name: "Notices", exact: true });
  await expect(quiet).toBeVisible();
  expect(await quiet.boundingBox(), "nothing has moved").toEqual(before);
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(quiet).toBeFocused();
  expect((await read(owner)).unread).toBe(0);
});

test("what arrives while the page is open is told politely and counted", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  await page.clock.install();
  // The minute counts from when the page has its scripts.
  await open(page, `/store/${owner.code}/onboarding`);
  await expect(page.getByRole("link", { name: "Notices", exact: true })).toBeVisible();
  await tell(owner, "A");
  await page.clock.runFor(61_000);
  await expect(page.getByRole("link", { name: "Notices, 1 unread" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "New notice: The set-up of A goes on" })).toHaveCount(1);
});

test("without JavaScript the bell leads to a page of all notices", async ({ storeAt, browser, address }) => {
  const owner = await storeAt("merchant_profile");
  await tell(owner, "A");
  const storageState = await owner.request.storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState, baseURL: address });
  const page = await context.newPage();
  await page.goto(`/store/${owner.code}/onboarding`);
  await page.getByRole("link", { name: "Notices, 1 unread" }).click();
  await page.waitForURL("/account/notices");
  await expect(page.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
  await page
    .getByRole("main")
    .getByRole("link", { name: /The set-up of A goes on/ })
    .click();
  await page.waitForURL(/onboarding\/merchant-profile$/);
  await context.close();
});

/** A store whose import takes a while. */
async function startLongImport(owner: StoreOwner, sandboxUrl: string): Promise<number> {
  const feed = `${sandboxUrl}/feeds/fr.csv?rows=40000`;
  await post(owner.request, `${step}/product-import`, { ...answers.productImport(sandboxUrl), csv_url_fr: feed });
  return (await post(owner.request, `${step}/order-sync/trigger`, { days_back: 90 }, 202)).job_id;
}

test("bar 68: who asks on the progress page is written to once when the import has ended, with a way to it", async ({
  storeAt,
  pageOf,
  sandboxUrl,
}) => {
  const owner = await storeAt("order_sync");
  const { id } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  const path = `/api/v1/onboardings/${id}/notify-me`;
  const refusal = async (data: object, at = path) => {
    const answer = await owner.request.post(at, { data });
    return `${answer.status()} ${(await answer.json()).error?.code}`;
  };
  expect(await refusal({ channel: "email" }), "nothing runs yet").toBe("409 illegal_transition");
  const jobId = await startLongImport(owner, sandboxUrl);
  for (const channel of ["slack", "fax", null]) expect.soft(await refusal({ channel })).toMatch(/^4(00|22) /);
  expect(await refusal({ channel: "email" }, path.replace(String(id), "2000000000"))).toBe("404 not_found");

  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await press(page, "Tell me when ready");
  await press(page, /^By e-mail to m•••@example\.com$/);
  await expect(page.getByText("We will write to m•••@example.com once it has ended")).toBeVisible();
  await page.reload();
  await expect(page.getByText("We will write to m•••@example.com once it has ended")).toBeVisible();
  await page.close();

  const progress = async () => dataOf(await owner.request.get(`${step}/order-sync/progress/${jobId}`));
  await expect.poll(async () => (await progress()).ended_at, { timeout: 90_000 }).not.toBeNull();
  const told = async () => {
    const sent = await dataOf(await owner.request.get("/api/dev/outbox", { params: { to: owner.email } }));
    return sent.filter((mail: { subject: string }) => /your import/.test(mail.subject));
  };
  await expect.poll(async () => (await told()).length).toBe(1);
  const [mail] = await told();
  expect(mail.subject).toBe(`${owner.storeName}: your import is done`);
  expect(mail.body).toMatch(/[\d,]+ orders and 40,000 product rows/);
  expect(await refusal({ channel: "sms" }), "it is over").toBe("409 illegal_transition");
  expect((await read(owner)).items.map((item: { kind: string }) => item.kind)).toEqual(["store_run_complete"]);

  const back = await pageOf(owner);
  await back.goto(mail.link);
  await expect(back.getByRole("main").getByRole("paragraph").filter({ hasText: "All done" })).toBeVisible();
  expect((await told()).length, "once").toBe(1);
});
