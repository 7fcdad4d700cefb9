import {
  askSandbox,
  atStep,
  codeFor,
  countRows,
  expect,
  press,
  recordBar,
  slowDown,
  tabTo,
  test,
  type,
} from "./journey";
import { newPhoneNumber } from "./people";

const dayMs = 86_400_000;
const grouped = (count: number) => new Intl.NumberFormat("en").format(count);

test("a store owner comes from sign-up to a dashboard with every order and product, by keyboard alone", async ({
  page,
  sandboxUrl,
}) => {
  const phoneNumber = newPhoneNumber();

  await test.step("signs up", async () => {
    await page.goto("/");
    await press(page, /bring|sign up/i, "link");
    await page.waitForURL("/signup/store");
    await type(page, "Store name", "Épicerie “Zum Löffel” & Söhne");
    await type(page, "Your name", "Zoë O’Brien-Müller");
    await type(page, "E-mail address", "zoe@example.com");
    await type(page, "Mobile number", phoneNumber);
    await press(page, "Continue");
    await page.waitForURL(/challenge=/);
  });

  await test.step("signs in by the code", async () => {
    await tabTo(page, page.getByLabel("Security code"));
    await page.keyboard.type(await codeFor(page, phoneNumber));
    await page.keyboard.press("Enter");
    await atStep(page, "merchant-profile");
  });
  const code = /\/store\/([A-Z0-9]+)\//.exec(page.url())?.[1] ?? "";

  await test.step("goes through the first three steps", async () => {
    await expect(page).toHaveTitle("Merchant profile – Step 1 of 4 – Gangway");
    await expect(page.getByLabel("Merchant name"), "what the sign-up told").toHaveValue(
      "Épicerie “Zum Löffel” & Söhne",
    );
    await press(page, "Continue");
    await atStep(page, "letzshop-api");
    await expect(page.getByRole("heading", { level: 1 }), "the step takes the focus").toBeFocused();
    await type(page, "API key", "ls_sandbox_key");
    await type(page, "Shop address name", "demo-shop");
    await press(page, "Test connection");
    await expect(page.getByRole("status").getByText("Connected to Épicerie du Grund")).toBeVisible();
    await press(page, "Continue");
    await atStep(page, "product-import");
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await press(page, "Use the sample feeds");
    await press(page, "Continue");
    await atStep(page, "order-sync");
  });

  await test.step("looks over the answers and watches the import arrive", async () => {
    await expect(page.getByText("•••• _key"), "never the key itself").toBeVisible();
    await expect(page.getByText("ls_sandbox_key")).toHaveCount(0);
    // The pass that counts for the quote is over, so what is slow is the import.
    await expect(page.getByText(/^About [\d,]+ orders from this period/)).toBeVisible({ timeout: 60_000 });
    await slowDown(sandboxUrl);
    await press(page, "Start import");
    await expect(page.getByText("You can close this page. It goes on without you.")).toBeVisible();
    const readBar = await recordBar(page);
    await page.getByRole("button", { name: "Go to dashboard" }).waitFor({ timeout: 90_000 });
    const bar = await readBar();
    expect(bar.length, `the bar moved: ${bar}`).toBeGreaterThan(1);
    expect(bar, "and never back").toEqual([...bar].sort((a, b) => a - b));
    expect(Math.max(...bar), "and was not full before the end").toBeLessThan(100);
    await expect(page.getByText("All done").first()).toBeVisible();
  });

  await test.step("lands on a dashboard with the figures of the shop", async () => {
    await press(page, "Go to dashboard");
    await page.waitForURL(`/store/${code}/dashboard`);
    const rows = await countRows(code);
    const placed = await askSandbox(sandboxUrl);
    const since = (ms: number) => placed.filter(at => at.getTime() >= Date.now() - ms).length;
    // Between reading and now, one order may have left the period of 90 days.
    expect(rows.orders).toBeGreaterThanOrEqual(since(90 * dayMs));
    expect(rows.orders).toBeLessThanOrEqual(since(90 * dayMs + 300_000));
    expect(rows.orders).toBeGreaterThan(2000);
    expect(rows).toMatchObject({ products: 5000, texts: 15_000 });
    const figure = (name: string) => page.locator("dl > div", { hasText: name }).locator("dd");
    await expect(figure("Orders")).toHaveText(grouped(rows.orders));
    await expect(figure("Products")).toHaveText("5,000");
    await expect(figure("To be confirmed")).toHaveText(grouped(rows.pending));
    await expect(figure("Revenue")).toContainText("€");
    await expect(page.getByText("Connected to Épicerie du Grund on Letzshop")).toBeVisible();
  });

  await test.step("reads orders and products, page by page", async () => {
    await press(page, "All orders", "link");
    await page.waitForURL(`/store/${code}/orders`);
    await expect(page.getByRole("row")).toHaveCount(26);
    const newest = await page.getByRole("row").nth(1).textContent();
    await press(page, /next/i, "link");
    await page.waitForURL(/after=/);
    await expect(page.getByRole("row").nth(1)).not.toHaveText(newest ?? "");
    await press(page, /^Products$/, "link");
    await page.waitForURL(`/store/${code}/products`);
    await expect(page.getByRole("row")).toHaveCount(26);
    await expect(page.getByText("FR, EN, DE").or(page.getByText("DE, EN, FR")).first()).toBeVisible();
  });

  await test.step("is not asked again", async () => {
    for (const address of ["onboarding", "onboarding/merchant-profile", "onboarding/order-sync"]) {
      await page.goto(`/store/${code}/${address}`);
      await expect(page).toHaveURL(`/store/${code}/dashboard`);
    }
  });
});
