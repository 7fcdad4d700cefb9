import type { Page } from "@playwright/test";
import { codeFor, expect, test } from "./journey";
import { newPhoneNumber } from "./people";
import {
  askForCode,
  challengeOn,
  codeField,
  countMessages,
  enterCode,
  moveChallenge,
  openLogin,
  readMessage,
  wrongFor,
} from "./sign-in-page";

const isIn = (page: Page) => page.waitForURL(url => url.pathname !== "/login");

/** Puts a text on the page's clipboard and pastes it into the field that has the focus. */
const paste = (page: Page, text: string) =>
  codeField(page).evaluate((field, given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", given);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

test("D13: one real field for six digits, with the keyboard and the autofill of a code", async ({ page }) => {
  await askForCode(page, newPhoneNumber());
  const field = codeField(page);
  await expect(page.getByRole("main").locator("input:visible")).toHaveCount(1);
  for (const [name, value] of [
    ["inputmode", "numeric"],
    ["autocomplete", "one-time-code"],
  ] as const)
    await expect(field).toHaveAttribute(name, value);
  await expect(field).toHaveAccessibleDescription("6 digits");
  await expect(field).toBeFocused();
});

test("UX 2.5: the last digit typed sends nothing; letters are dropped, full-width digits are digits", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  const code = await codeFor(page, phoneNumber);
  let tries = 0;
  page.on("request", request => {
    if (request.url().endsWith("/verify-otp")) tries += 1;
  });
  const wide = code.replace(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit)));
  await codeField(page).pressSequentially(`a${wide.slice(0, 3)}-${wide.slice(3)}`);
  await expect(codeField(page)).toHaveValue(code);
  await page.waitForTimeout(300);
  expect(tries).toBe(0);
  await page.keyboard.press("Enter");
  await isIn(page);
  expect(tries).toBe(1);
});

for (const [how, spell] of [
  ["spaces", (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)} `],
  ["hyphens and its sentence", (code: string) => `Your code: ${code.slice(0, 3)}-${code.slice(3)}\n`],
] as const)
  test(`D15: a code pasted with ${how} signs in`, async ({ page }) => {
    const phoneNumber = newPhoneNumber();
    await askForCode(page, phoneNumber);
    await paste(page, spell(await codeFor(page, phoneNumber)));
    await isIn(page);
  });

test("D14: the SMS ends with host and code, and what the browser reads from it signs in; leaving ends the waiting", async ({
  page,
  address,
}) => {
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(window, { OTPCredential: class {}, asked });
    const get = (options: CredentialRequestOptions & { otp?: unknown }) =>
      new Promise((done, fail) => {
        asked.push(JSON.stringify(options.otp));
        options.signal?.addEventListener("abort", () => {
          asked.push("aborted");
          fail(new DOMException("", "AbortError"));
        });
        Object.assign(window, { arriveSms: (code: string) => done({ code }) });
      });
    Object.defineProperty(navigator, "credentials", { value: { get } });
  });
  const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  const { text, code } = await readMessage(phoneNumber);
  expect(text).toBe(`${code} is your Gangway code\n\n@${new URL(address).hostname} #${code}`);
  expect(await asked()).toEqual([JSON.stringify({ transport: ["sms"] })]);
  await page.getByRole("link", { name: "Use e-mail instead" }).click();
  await expect(page.getByLabel("E-mail address")).toBeVisible();
  expect(await asked(), "left").toEqual([expect.anything(), "aborted"]);
  await page.goBack();
  await expect(codeField(page)).toBeVisible();
  await page.evaluate(
    given => (window as unknown as { arriveSms: (code: string) => void }).arriveSms(given),
    code ?? "",
  );
  await isIn(page);
});

test("D16: too short, wrong, nearly and wholly used up are told apart; tries are counted down from two", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  const code = await codeFor(page, phoneNumber);
  await codeField(page).pressSequentially("123");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("alert")).toHaveText("The code must be 6 digits");
  await expect(codeField(page)).toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveTitle(/^Error: Enter your code/);
  const said: string[] = [];
  for (let step = 1; step <= 6; step++) said.push(await enterCode(page, wrongFor(code, step)));
  const wrong = "That code is not right. Check the newest message.";
  expect(said).toEqual([
    wrong,
    wrong,
    `${wrong} 2 tries left.`,
    `${wrong} One try left.`,
    "That code is not right, and that was the last try. Ask for a new code.",
    expect.stringMatching(/^Too many tries\. Try again in \d+ seconds or use e-mail\.$/),
  ]);
  await page.reload();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(/that was the last try/);
});

test("D16: an old code is called expired, on entering it and on coming back", async ({ page }) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  const code = await codeFor(page, phoneNumber);
  await moveChallenge(challengeOn(page), "expires_at", -1);
  const expired = "This code has expired. We can send a new one.";
  expect(await enterCode(page, code)).toBe(expired);
  await page.reload();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(expired);
});

test("D6, D9: the countdown is read out at its start and its end only; a new code replaces the old one and the page says so", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  const old = await codeFor(page, phoneNumber);
  await moveChallenge(challengeOn(page), "resend_at", 4);
  await page.addInitScript(() => {
    const read: string[] = [];
    Object.assign(window, { read });
    const look = () => {
      for (const status of document.querySelectorAll("main [role=status]")) {
        const text = status.textContent ?? "";
        if (/new code/.test(text) && read.at(-1) !== text) read.push(text);
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.reload();
  const resend = page.getByRole("button", { name: "Send a new code" });
  await resend.waitFor();
  const read = await page.evaluate(() => (window as unknown as { read: string[] }).read);
  expect(read).toEqual([
    expect.stringMatching(/^You can ask for a new code in [34] seconds\.$/),
    "You can ask for a new code now.",
  ]);
  await resend.click();
  await expect(page.getByText("We sent a new code. Only the newest one works.").first()).toBeAttached();
  await expect(page.getByText(/You can ask for a new code in 1:[23]\d$/)).toBeVisible();
  await expect(codeField(page)).toBeFocused();
  expect(await countMessages(phoneNumber)).toBe(2);
  expect(await enterCode(page, old)).toContain("That code is not right");
  await codeField(page).fill(await codeFor(page, phoneNumber));
  await page.keyboard.press("Enter");
  await isIn(page);
});

test("a challenge that is used, foreign or unknown shows the first step and tells nothing", async ({
  page,
  browser,
  address,
}) => {
  await askForCode(page, newPhoneNumber());
  const stranger = await (await browser.newContext({ baseURL: address })).newPage();
  for (const id of [challengeOn(page), "no-such-challenge", "' OR 1=1"]) {
    await openLogin(stranger, `/login?challenge=${encodeURIComponent(id)}`);
    await expect(stranger.getByLabel("Mobile number")).toHaveValue("");
    await openLogin(stranger, `/login?correct=${encodeURIComponent(id)}`);
    await expect(stranger.getByLabel("Mobile number")).toHaveValue("");
  }
  await stranger.context().close();
});
