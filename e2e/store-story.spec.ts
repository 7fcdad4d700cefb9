import { atStep, expect, press, recordBar, test, type as typeInto } from "./journey";
import { open } from "./look";
import { answers, dataOf, post, type StoreOwner } from "./people";

const reason = "Feeds come next week, ticket 4712";

/** What the owner was written about the import. */
const readMails = async ({ request, email }: StoreOwner): Promise<{ subject: string; link: string }[]> => {
  const sent = await dataOf(await request.get("/api/dev/outbox", { params: { to: email } }));
  return sent.filter((mail: { subject: string }) => /your import/.test(mail.subject));
};

test("A4, A6, A14, A19, C17, C18, C25: a store is let in and closed again, is quoted and imported while its owner is away, and what failed is fetched from the dashboard", async ({
  storeAt,
  staff,
  pageOf,
  sandboxUrl,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  const place = (name: string) => `/store/${owner.code}/${name}`;
  const gate = (act: "skip" | "resume", data: object) =>
    post(admin.request, `/api/v1/admin/stores/${owner.code}/onboarding/${act}`, data);
  const page = await pageOf(owner);

  await test.step("let in by an admin, the owner answers in the settings what comes later in the set-up", async () => {
    await gate("skip", { reason });
    await page.goto(place("dashboard"));
    await expect(page.getByText(`Reason: ${reason}`)).toBeVisible();
    await page.goto(place("settings/products"));
    // One feed that is there, and one that is not.
    await page.getByLabel("French feed").fill(`${sandboxUrl}/feeds/fr.csv?rows=50`);
    await page.getByLabel("English feed").fill(`${sandboxUrl}/feeds/xx.csv`);
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.locator("form").getByRole("status").getByText("Saved", { exact: true })).toBeVisible();
  });

  await test.step("sent back, the owner is asked only for what is missing", async () => {
    await gate("resume", {});
    await page.goto(place("dashboard"));
    await atStep(page, "letzshop-api");
    await typeInto(page, "API key", answers.letzshopKey.api_key);
    await typeInto(page, "Shop address name", answers.letzshopKey.shop_slug);
    await press(page, "Continue");
    await page.waitForURL(/product-import$/);
    await page.goto(place("onboarding"));
    await atStep(page, "order-sync");
  });

  await test.step("is told before the start how much there is", async () => {
    const quote = page.getByRole("status").filter({ hasText: /About [\d,]+ orders from this period, in \d+ requests/ });
    await expect(quote).toBeVisible({ timeout: 60_000 });
    const short = await quote.textContent();
    await page.getByLabel("How many days back?").fill("365");
    await expect(quote).not.toHaveText(String(short), { timeout: 60_000 });
    await expect(quote).toBeVisible({ timeout: 60_000 });
  });

  await test.step("starts, sees the bar, asks to be told, and closes the page", async () => {
    await press(page, "Start import");
    await expect(page.getByText("You can close this page. It goes on without you.")).toBeVisible();
    const readBar = await recordBar(page);
    await press(page, "Tell me when ready");
    await press(page, /^By e-mail to m•••@example\.com$/);
    await expect(page.getByText("We will write to m•••@example.com once it has ended")).toBeVisible();
    // Not before all ids are counted; between two questions a quick import may be over.
    const isOver = () => page.getByText("1 of 2 parts could not be loaded").first().isVisible();
    const hasMoved = async () => (await readBar()).length > 0 || (await isOver());
    await expect.poll(hasMoved, { timeout: 60_000 }).toBe(true);
    await page.close();
  });

  const back = await pageOf(owner);
  await test.step("is written to, and led to what is missing", async () => {
    await expect.poll(async () => (await readMails(owner)).length, { timeout: 60_000 }).toBe(1);
    const [mail] = await readMails(owner);
    expect(mail?.subject).toBe(`${owner.storeName}: your import is not complete`);
    await back.goto(mail?.link ?? "");
    await expect(back.getByText("1 of 2 parts could not be loaded").first()).toBeVisible();
    await press(back, "Go to dashboard");
    await back.waitForURL(place("dashboard"));
    await expect(back.getByText("The last import is not complete")).toBeVisible();
  });

  await test.step("mends the feed and has only that tried again, knowing what goes out", async () => {
    // A field is empty until the page has its scripts: emptied before, it would be filled again.
    await open(back, place("settings/products"));
    await back.getByLabel("English feed").fill("");
    await back.getByRole("button", { name: "Save changes" }).click();
    await expect(back.locator("form").getByRole("status").getByText("Saved", { exact: true })).toBeVisible();
    await back.goto(place("dashboard"));
    await press(back, "Try again: Product rows");
    const question = back.getByRole("dialog");
    await expect(question).toContainText("No e-mail and no text message goes out again");
    await expect(question).toContainText("only read");
    await press(back, /^Try again$/);
    await expect(question).toHaveCount(0);
    await expect(back.locator("dl > div", { hasText: "Products" }).locator("dd")).toHaveText("50", { timeout: 60_000 });
    await expect(back.getByText("The last import is not complete")).toHaveCount(0);
    await expect(back.getByText("Orders are updated daily, next at")).toBeVisible();
    expect((await readMails(owner)).length, "no second mail").toBe(1);
  });
});
