import { expect, test } from "./fixtures";
import { newPhoneNumber } from "./people";
import { codeField, countMessages, openLogin } from "./sign-in-page";

// Scripts that are held up here must not be known already.
test.use({ hasFreshContexts: true });

const sendOtp = "/api/v1/auth/send-otp";
const numberField = "Mobile number";

test("before its scripts are there the page keeps what is typed, and a press of the button waits for them and sends once", async ({
  page,
  context,
}) => {
  const phoneNumber = newPhoneNumber();
  const sent: string[] = [];
  page.on("request", request => {
    if (request.method() === "POST") sent.push(new URL(request.url()).pathname);
  });
  let arrive = () => {};
  const scripts = new Promise<void>(done => {
    arrive = done;
  });
  await context.route(/\/_next\/static\/.*\.js/, async route => {
    await scripts;
    await route.continue();
  });
  await page.goto("/login", { waitUntil: "commit" });
  // The last line of the page is what notes a submit before the scripts are there.
  await page.waitForFunction(() => document.readyState !== "loading");
  await page.getByLabel(numberField).fill(phoneNumber);
  await page.getByRole("button", { name: "Send code" }).dblclick();
  expect(sent).toEqual([]);
  await expect(page.getByLabel(numberField)).toHaveValue(phoneNumber);
  arrive();
  await expect(codeField(page)).toBeVisible({ timeout: 20_000 });
  expect(sent).toEqual([sendOtp]);
  expect(await countMessages(phoneNumber)).toBe(1);
});

test("without scripts nothing typed is lost or sent anywhere, and the page says what it needs", async ({
  browser,
  address,
}) => {
  const context = await browser.newContext({ baseURL: address, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/login");
  await page.getByLabel(numberField).fill("621 123 456");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.locator("noscript p")).toContainText("Signing in needs JavaScript.");
  await expect(page.locator("noscript p")).toBeVisible();
  await expect(page.getByLabel(numberField)).toHaveValue("621 123 456");
  expect(page.url()).toBe(`${address}/login`);
  await context.close();
});

test("without a connection both steps say so and keep what was typed; a double click sends once", async ({
  page,
  context,
}) => {
  const phoneNumber = newPhoneNumber();
  const offline = page.getByRole("alert").filter({ hasText: "The connection failed." });
  await openLogin(page);
  await context.setOffline(true);
  await page.getByLabel(numberField).fill(phoneNumber);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(offline).toBeVisible();
  await expect(page.getByLabel(numberField)).toHaveValue(phoneNumber);
  await context.setOffline(false);
  await openLogin(page);
  await page.getByLabel(numberField).fill(phoneNumber);
  const sends: string[] = [];
  page.on("request", request => request.url().endsWith("-otp") && sends.push(request.url()));
  await page.getByRole("button", { name: "Send code" }).dblclick();
  await expect(codeField(page)).toBeVisible();
  expect(sends).toHaveLength(1);

  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await codeField(page).pressSequentially("123456");
  await page.keyboard.press("Enter");
  await expect(offline).toBeVisible();
  await expect(codeField(page)).toHaveValue("123456");
  await context.setOffline(false);
});
