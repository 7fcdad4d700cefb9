import type { Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { codeFor, expect, press, tabTo, test } from "./journey";
import { newPhoneNumber, post, readCode } from "./people";
import { askForCode, codeField, countMessages, enterCode, openLogin, readMessage, wrongFor } from "./sign-in-page";

const auth = "/api/v1/auth";
const numberField = "Mobile number";

/** Everything that is read out politely from now on. */
async function hearStatus(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const look = () => {
      const heard = [...document.querySelectorAll("[role=status]")].map(status => status.textContent).filter(Boolean);
      // What is said on leaving a page is heard on the next one.
      const before: string[] = JSON.parse(sessionStorage.getItem("heard") ?? "[]");
      sessionStorage.setItem("heard", JSON.stringify([...new Set([...before, ...heard])]));
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => JSON.parse(sessionStorage.getItem("heard") ?? "[]"));
}

test("D13: the number has its country beside it, found by typing its name, and is shown grouped on the next page", async ({
  page,
}) => {
  await openLogin(page);
  const [country, number] = [page.getByLabel("Country"), page.getByLabel(numberField)];
  await expect(number).toHaveAttribute("type", "tel");
  await expect(number).toHaveAttribute("autocomplete", "tel");
  await expect(country).toHaveAttribute("autocomplete", "country");
  await tabTo(page, country);
  await page.keyboard.type("Ger");
  await expect(country).toHaveValue("DE");
  await page.keyboard.press("Tab");
  await expect(number).toBeFocused();
  await page.keyboard.type("0151 23456789");
  await page.keyboard.press("Enter");
  await expect(page.getByText("We sent a text message to +49 1512 3456789.")).toBeVisible();
});

test("UX 2.1: whatever is typed stays as typed, and every usual spelling is one number", async ({ page }) => {
  const phoneNumber = newPhoneNumber();
  const digits = phoneNumber.slice(4);
  const grouped = `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  await openLogin(page);
  await page.getByLabel(numberField).pressSequentially("(+352) 62-1 ");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel(numberField)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel(numberField)).toHaveValue("(+352) 62-1 ");
  for (const spelling of [phoneNumber, `00352 ${grouped}`, `(+352) ${grouped}`, grouped, ` ${digits} `]) {
    await askForCode(page, spelling);
    await expect(page.getByText(`+352 ${grouped}`), spelling).toBeVisible();
  }
  expect(await countMessages(phoneNumber)).toBe(1);
});

test("D16: the first step says what is wrong beside the field, in the title and at once, and keeps the rest in place", async ({
  page,
}) => {
  await openLogin(page);
  const number = page.getByLabel(numberField);
  const help = page.getByRole("link", { name: "Use e-mail instead" });
  const causes: [string, string][] = [
    ["", "Enter your mobile number"],
    ["12", "This is not a mobile number of that country. Check the country and the digits."],
    ["+41 79 123 45 67", "We cannot send codes to this country yet"],
  ];
  for (const [typed, says] of causes) {
    await number.fill(typed);
    await page.getByRole("button", { name: "Send code" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toHaveText(says);
    await expect(number).toHaveAccessibleDescription(new RegExp(says.replaceAll(".", "\\.")));
    await expect(number).toBeFocused();
    await expect(number).toHaveValue(typed);
    await expect(page).toHaveTitle(/^Error: Sign in/);
    await expect(help).toBeVisible();
  }
  await help.click();
  await expect(page.getByLabel("E-mail address"), "the other form stands").toBeVisible();
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("E-mail address")).toHaveAccessibleDescription(/Enter your e-mail address/);
});

test("D16, G9: who is refused is told how long, and what works meanwhile", async ({ page, caller }) => {
  const [flooded, guessed] = [newPhoneNumber(), newPhoneNumber()];
  for (let i = 0; i < 3; i++) await post(await caller(), `${auth}/send-otp`, { phone_number: flooded }, 202);
  await openLogin(page);
  await page.getByLabel(numberField).fill(flooded);
  await page.getByRole("button", { name: "Send code" }).click();
  const said = page.getByRole("alert").filter({ hasText: "Too many" });
  await expect(said).toHaveText("Too many codes were asked for. Try again in 5 minutes or use e-mail.");
  await expect(page.getByLabel(numberField)).toHaveValue(flooded);

  for (let i = 0; i < 2; i++) {
    const stranger = await caller();
    const { challenge_id } = await post(stranger, `${auth}/send-otp`, { phone_number: guessed }, 202);
    const otp = wrongFor(await readCode(stranger, guessed));
    for (let guess = 0; guess < 5; guess++) await post(stranger, `${auth}/verify-otp`, { challenge_id, otp }, 422);
  }
  await page.getByLabel(numberField).fill(guessed);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(said).toHaveText(/^Too many tries\. Try again in 1[45] minutes or use e-mail\.$/);
});

test("D8: reload, back, forward and the same number again send nothing, and the countdown goes on", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  const address = page.url();
  const countdown = page.getByText(/You can ask for a new code in 0:\d\d$/);
  const left = async () => Number(/(\d\d)$/.exec((await countdown.textContent()) ?? "")?.[1]);
  await expect(countdown).toBeVisible();
  await page.reload();
  await expect(countdown).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel(numberField), "what was typed is still there").toHaveValue(/^\+352 ?621/);
  await page.goForward();
  await expect(codeField(page)).toBeVisible();
  const before = await left();
  await page.goBack();
  await page.waitForTimeout(1_100);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(countdown).toBeVisible();
  expect(page.url()).toBe(address);
  expect(await left()).toBeLessThan(before);
  expect(await countMessages(phoneNumber)).toBe(1);
});

test("D18: a number is doubted where an account may be made, and corrected without typing it again; elsewhere another one is offered quietly", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  await page.reload();
  await page.getByRole("link", { name: "Wrong number?" }).click();
  await expect(page.getByLabel(numberField)).toHaveValue(/^\+352 621 \d{3} \d{3}$/);
  await expect(page.getByLabel(numberField)).toBeVisible();

  await askForCode(page, phoneNumber, "/login?next=/store/LUXDEMO/dashboard");
  await expect(page.getByRole("link", { name: "Wrong number?" })).toHaveCount(0);
  await page.getByRole("link", { name: "Use another number" }).click();
  await expect(page.getByLabel(numberField)).toBeVisible();
  expect(new URL(page.url()).searchParams.get("next")).toBe("/store/LUXDEMO/dashboard");
  expect(await countMessages(phoneNumber)).toBe(1);
});

test("D17: the other way and whom to write to stand at the end of each step, in the same order; e-mail signs in", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  const email = `anna${phoneNumber.slice(4)}@example.com`;
  await transaction("system", tx =>
    tx.user.create({ data: { phoneNumber, email, emailConfirmed: true, name: "Anna" }, select: { id: true } }),
  );
  const ways = page.getByRole("main").getByRole("contentinfo").or(page.locator("main footer"));
  const order = async () => (await ways.getByRole("link").allTextContents()).slice(0, 2);
  await openLogin(page);
  const first = await order();
  expect(first).toEqual(["Use e-mail instead", expect.stringContaining("@")]);
  await askForCode(page, phoneNumber);
  expect(await order()).toEqual(first);

  await page.getByRole("link", { name: "Use e-mail instead" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByText(`If this address can sign in, a mail is on its way to ${email}.`)).toBeVisible();
  expect(await order()).toEqual(["Use a mobile number instead", first[1]]);
  const { subject, text, html, code } = await readMessage(email);
  expect(subject).toBe(`${code} is your Gangway code`);
  for (const part of [text, html]) {
    expect(part).toContain(code);
    expect(part).toContain(email);
    expect(part).toContain("If it was not you, do nothing");
  }
  expect(html).toContain('lang="en"');
  expect(html, "no link is needed").not.toContain("<a ");
  await codeField(page).fill(String(code));
  await page.waitForURL(url => url.pathname !== "/login");
});

test("a wrong code and then the right one: signed in by keyboard alone, and told so", async ({ page }) => {
  const phoneNumber = newPhoneNumber();
  const hear = await hearStatus(page);
  await openLogin(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to main content" }), "the first stop").toBeFocused();
  await tabTo(page, page.getByLabel(numberField));
  await page.keyboard.type(phoneNumber);
  await press(page, "Send code");
  await expect(codeField(page), "the code's field takes the focus").toBeFocused();
  const code = await codeFor(page, phoneNumber);
  expect(await enterCode(page, wrongFor(code))).toBe("That code is not right. Check the newest message.");
  await expect(codeField(page)).toBeFocused();
  // Six wrong digits are selected: the new ones replace them.
  await page.keyboard.type(code);
  await expect(codeField(page)).toHaveValue(code);
  await page.keyboard.press("Enter");
  await page.waitForURL(url => url.pathname !== "/login");
  expect(await hear()).toContain("You are signed in.");
});
