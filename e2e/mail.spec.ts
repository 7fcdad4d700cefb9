import { AxeBuilder } from "@axe-core/playwright";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, signUpStore } from "./people";
import { readMessage } from "./sign-in-page";

/** The newest mail of each kind that signing in and signing up send. */
async function receiveMails(caller: () => Promise<Parameters<typeof signUpStore>[0]>) {
  const owner = await signUpStore(await caller());
  const phoneNumber = newPhoneNumber();
  const email = `anna${phoneNumber.slice(4)}@example.com`;
  await transaction("system", tx =>
    tx.user.create({ data: { phoneNumber, email, emailConfirmed: true }, select: { id: true } }),
  );
  await post(await caller(), "/api/v1/auth/send-otp", { email }, 202);
  return { welcome: await readMessage(owner.email), code: await readMessage(email) };
}

test("G1, G2: each mail has language, title and text part, and is read in the light and in the dark at 320 px", async ({
  caller,
  browser,
}) => {
  const mails = await receiveMails(caller);
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    const grounds: number[] = [];
    for (const [name, { html, text, subject }] of Object.entries(mails)) {
      await page.setContent(html ?? "");
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        // A mail has no landmarks.
        .disableRules(["region", "landmark-one-main"])
        .analyze();
      const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`);
      expect.soft(told, `${name}, ${colorScheme}`).toEqual([]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(wide, `${name} sticks out at 320 px`).toBe(0);
      expect.soft(await page.locator("html").getAttribute("lang")).toBe("en");
      expect.soft(await page.title()).not.toBe("");
      expect.soft(subject).toBeTruthy();
      expect.soft(text.length, `${name} as text`).toBeGreaterThan(100);
      const corner = await page.evaluate(() => {
        let at: Element | null = document.elementFromPoint(2, 2);
        while (at && getComputedStyle(at).backgroundColor === "rgba(0, 0, 0, 0)") at = at.parentElement;
        return Number(/\d+/.exec(at ? getComputedStyle(at).backgroundColor : "")?.[0]);
      });
      grounds.push(corner);
    }
    expect(grounds, colorScheme).toEqual(colorScheme === "dark" ? [14, 14] : [246, 246]);
    await context.close();
  }
});

test("D17: a code's mail says it in its subject and in large type, who it is for, and what to do if it was not you; no link is needed", async ({
  caller,
  page,
}) => {
  const { code: mail } = await receiveMails(caller);
  expect(mail.subject).toBe(`${mail.code} is your Gangway code`);
  expect(mail.text.split("\n")).toContain(mail.code);
  expect(mail.text).toMatch(/asked to sign in to Gangway as anna\d+@example\.com/);
  expect(mail.text).toContain("If it was not you, do nothing");
  await page.setContent(mail.html ?? "");
  const large = page.getByText(String(mail.code), { exact: true });
  expect(await large.evaluate(element => Number.parseFloat(getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(
    28,
  );
  await expect(page.getByText("If it was not you, do nothing")).toBeVisible();
  expect(await page.locator("a, img, script, form").count()).toBe(0);
});
