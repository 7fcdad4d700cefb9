import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { newPhoneNumber, readCode } from "./people";

const wide = (text: string) => text.replace(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit)));

async function askFor(page: Page, phoneNumber: string, typed: string): Promise<string> {
  await page.goto("/login");
  await page.getByLabel("Mobile number").fill(typed);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByLabel("Security code")).toBeFocused();
  return readCode(page.request, phoneNumber);
}

// Once the next page stands there: a browser that is closed in the middle of a navigation may hang.
async function signedIn(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Account" })).toBeVisible();
  expect((await page.request.get("/api/v1/auth/me")).status()).toBe(200);
}

test("bar 19: in the browser a number and a code may be typed in full-width digits", async ({ page }) => {
  const phoneNumber = newPhoneNumber();
  const code = await askFor(page, phoneNumber, wide(phoneNumber));
  const field = page.getByLabel("Security code");
  await page.keyboard.insertText(wide(code.slice(0, 3)));
  await expect(field).toHaveValue(code.slice(0, 3));
  for (const digit of wide(code.slice(3))) await page.keyboard.insertText(digit);
  await expect(field).toHaveValue(code);
  await page.keyboard.press("Enter");
  await signedIn(page);
});

test("bar 19: in the browser a code may be pasted in full-width digits, with blanks and words round it", async ({
  page,
}) => {
  const phoneNumber = newPhoneNumber();
  const code = await askFor(page, phoneNumber, phoneNumber);
  await page.getByLabel("Security code").evaluate(
    (field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    `code: ${wide(code.slice(0, 3))} ${wide(code.slice(3))}`,
  );
  await signedIn(page);
});
