import { expect, type Page } from "@playwright/test";
import { decrypt } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { contentContext, type MessageContent } from "@/lib/platform/notifications/outbox";

/** The field of the code step. */
export const codeField = (page: Page) => page.getByLabel("Security code");

/** Waits until the page has its scripts. */
export async function openLogin(page: Page, address = "/login"): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
}

/** Goes through the first step. */
export async function askForCode(page: Page, phoneNumber: string, address?: string): Promise<void> {
  await openLogin(page, address);
  await page.getByLabel("Mobile number").fill(phoneNumber);
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(codeField(page)).toBeVisible();
  await page.waitForLoadState("networkidle");
}

/** A code that is not the right one. */
export const wrongFor = (code: string, step = 1): string => String((Number(code) + step) % 1_000_000).padStart(6, "0");

/** Types a code and presses the button; returns what the page says to it. */
export async function enterCode(page: Page, code: string): Promise<string> {
  await codeField(page).fill("");
  await codeField(page).pressSequentially(code);
  const answered = page.waitForResponse(/\/verify-otp$/);
  await page.getByRole("button", { name: "Sign in" }).click();
  await answered;
  const said = page.getByRole("main").getByRole("alert");
  await expect(said).not.toHaveText("");
  return (await said.textContent()) ?? "";
}

/** The challenge that the page's address names. */
export const challengeOn = (page: Page): string => new URL(page.url()).searchParams.get("challenge") ?? "";

/** Moves the end of a challenge's cool-down or life to so many seconds from now. */
export async function moveChallenge(id: string, what: "resend_at" | "expires_at", seconds: number): Promise<void> {
  const moved = await transaction("system", tx =>
    what === "resend_at"
      ? tx.$executeRaw`UPDATE otp_challenge SET resend_at = app_now() + make_interval(secs => ${seconds}) WHERE id = ${id}`
      : tx.$executeRaw`UPDATE otp_challenge SET expires_at = app_now() + make_interval(secs => ${seconds}) WHERE id = ${id}`,
  );
  expect(moved).toBe(1);
}

/** How many messages were written for somebody. */
export const countMessages = (recipient: string): Promise<number> =>
  transaction("system", tx => tx.outboxMessage.count({ where: { recipient } }));

/** The newest message to somebody as it leaves the house, with subject, text and HTML. */
export async function readMessage(recipient: string): Promise<MessageContent> {
  const { id, payload } = await transaction("system", tx =>
    tx.outboxMessage.findFirstOrThrow({ where: { recipient }, orderBy: { createdAt: "desc" } }),
  );
  return JSON.parse(decrypt(payload ?? "", contentContext(id))) as MessageContent;
}
