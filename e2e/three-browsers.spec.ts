import type { Browser, Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, readCode } from "./people";

/** Goes through the first step of signing in, as somebody who knows a number. */
async function typeNumber(page: Page, phoneNumber: string) {
  await page.goto("/login");
  await page.getByLabel("Mobile number").fill(phoneNumber);
  await page.getByRole("button", { name: "Send code" }).click();
}

const codeField = (page: Page) => page.getByLabel("Security code");

/** Guesses until the code is dead; returns what the page said to each guess. */
async function guess(page: Page, times: number, right: string): Promise<string[]> {
  const said: string[] = [];
  for (let i = 1; i <= times; i++) {
    await codeField(page).fill("");
    const answered = page.waitForResponse(/\/verify-otp$/);
    await codeField(page).fill(String((Number(right) + i) % 1_000_000).padStart(6, "0"));
    said.push((await (await answered).json()).error.code);
    const words = i < times ? "That code is not right" : "that was the last try";
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
  }
  return said;
}

/** What a page shows to whoever looks, without the digits of the number. */
const seenBy = async (page: Page, phoneNumber: string) => {
  await expect(codeField(page)).toBeVisible();
  const text = (await page.getByRole("main").textContent()) ?? "";
  return text
    .replace(phoneNumber.replace(/(...)(...)(...)$/, " $1 $2 $3"), "the number")
    .replace(/\d+:\d\d|\d+ seconds?/g, "a while");
};

test("an outsider who knows a phone number can neither sign in, nor lock its owner out, nor learn whether it has an account (bars 3, 10, 11)", async ({
  storeAt,
  pageOf,
  browser,
  address,
}) => {
  const owner = await storeAt("merchant_profile");
  const unknown = newPhoneNumber();
  const home = await pageOf(owner);
  await post(owner.request, "/api/v1/auth/logout", {});
  const [outsider, accomplice] = [await open(browser, address), await open(browser, address)];

  await test.step("the outsider sees the same for this number and for one that nobody has", async () => {
    await typeNumber(accomplice, unknown);
    const forUnknown = await seenBy(accomplice, unknown);
    await typeNumber(outsider, owner.phoneNumber);
    expect(await seenBy(outsider, owner.phoneNumber)).toBe(forUnknown);
  });

  await test.step("neither of two browsers guesses its way in", async () => {
    expect(await guess(outsider, 5, await readCode(owner.request, owner.phoneNumber))).toEqual(
      Array(5).fill("invalid_code"),
    );
    await typeNumber(accomplice, owner.phoneNumber);
    await expect(codeField(accomplice)).toBeVisible();
    expect(await guess(accomplice, 5, await readCode(owner.request, owner.phoneNumber))).toEqual(
      Array(5).fill("invalid_code"),
    );
    await outsider.goto(`/store/${owner.code}/onboarding`);
    await expect(outsider).toHaveURL(/\/login\?next=/);
  });

  await test.step("from now on strangers get no code for it, for a quarter of an hour at most", async () => {
    await outsider.context().clearCookies();
    await outsider.goto("/login");
    const refused = outsider.waitForResponse(/\/send-otp$/);
    await typeNumber(outsider, owner.phoneNumber);
    const answer = await refused;
    expect(answer.status()).toBe(429);
    expect(Number((await answer.allHeaders())["retry-after"])).toBeLessThanOrEqual(900);
    await expect(outsider.getByText(/Too many tries/).first()).toBeVisible();
    const written = await transaction("system", tx =>
      tx.auditEntry.findMany({ where: { action: "auth.locked" }, orderBy: { id: "desc" }, take: 50 }),
    );
    expect(JSON.stringify(written)).toContain(`•••• ${owner.phoneNumber.slice(-4)}`);
  });

  await test.step("the owner, in the browser that signed in before, notices nothing", async () => {
    await typeNumber(home, owner.phoneNumber);
    await expect(codeField(home)).toBeVisible();
    await codeField(home).fill(await readCode(owner.request, owner.phoneNumber));
    await home.waitForURL(new RegExp(`/store/${owner.code}/`));
    await expect(home.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await outsider.context().close();
  await accomplice.context().close();
});

async function open(browser: Browser, baseURL: string): Promise<Page> {
  return (await browser.newContext({ baseURL })).newPage();
}
