import { sha256 } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { storeOf } from "./actions";
import { expect, test } from "./fixtures";
import type { StoreOwner } from "./people";

/** Gives a store's owner a reminder with this token, as if it had been sent an hour ago. */
async function remind(owner: StoreOwner, token: string): Promise<number> {
  const onboardingId = (await storeOf(owner)).onboarding?.id ?? 0;
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
      VALUES (${onboardingId}, 'store', app_now() - interval '4 days', 'merchant_profile', 'email', ${sha256(token)}, app_now() - interval '1 hour')`,
  );
  return onboardingId;
}
const isStopped = (onboardingId: number) =>
  transaction(
    "system",
    async tx => (await tx.reminder.count({ where: { onboardingId, stoppedAt: { not: null } } })) > 0,
  );

const oneClick = (address: string, token: string) =>
  fetch(`${address}/api/v1/reminders/${token}`, {
    method: "POST",
    body: "List-Unsubscribe=One-Click",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
const withoutMeta = async (answer: Response) => {
  const { meta: _, ...rest } = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, ...rest };
};

test("C31: reading a reminder's link changes nothing, one POST of a mail program without session or cookies stops them, and a link that nobody was sent gets the same answer", async ({
  storeAt,
  address,
}) => {
  const token = `one-click-${Date.now()}`;
  const onboardingId = await remind(await storeAt("merchant_profile"), token);
  for (const path of ["/reminders/", "/api/v1/reminders/"])
    for (const method of ["GET", "HEAD"]) {
      const answer = await fetch(`${address}${path}${token}`, { method });
      expect.soft(answer.status, `${method} ${path}`).toBe(200);
    }
  expect(await isStopped(onboardingId)).toBe(false);
  const unknown = await withoutMeta(await oneClick(address, "nobodys"));
  expect(await isStopped(onboardingId)).toBe(false);
  for (const time of ["first", "again"])
    expect(await withoutMeta(await oneClick(address, token)), time).toEqual(unknown);
  expect(unknown).toMatchObject({ status: 200, success: true, data: { stopped: true } });
  expect(await isStopped(onboardingId)).toBe(true);
});

test("C31: whoever opens the link is asked, and one press is enough", async ({ storeAt, page }) => {
  const token = `pressed-${Date.now()}`;
  const onboardingId = await remind(await storeAt("merchant_profile"), token);
  await page.goto(`/reminders/${token}`);
  await expect(page.getByRole("heading", { level: 1, name: "No more reminders?" })).toBeVisible();
  expect(await isStopped(onboardingId)).toBe(false);
  await page.getByRole("button", { name: "Send no more reminders" }).click();
  await expect(page.getByRole("status").filter({ hasText: "You will get no more reminders" })).toBeVisible();
  await expect(page.locator("#main"), "whoever pressed it stays on the page").toBeFocused();
  expect(await isStopped(onboardingId)).toBe(true);
});
