import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { expectHarmless, names, naughty, open, signUpAs, watch } from "./naughty";
import { newPhoneNumber, signIn } from "./people";
import { readMessage } from "./sign-in-page";

test("bar 35: the reason that an admin gives is text, in its dialog, its notice and the history", async ({
  staff,
  caller,
  pageOf,
}) => {
  const request = await caller();
  const phoneNumber = newPhoneNumber();
  await signIn(request, phoneNumber);
  const { id } = await transaction("system", tx =>
    tx.user.findUniqueOrThrow({ where: { phoneNumber }, select: { id: true } }),
  );
  const desk = await pageOf(await staff("admin"));
  const heard = await watch(desk);
  for (const reason of naughty) {
    await open(desk, heard, `/admin/people/${id}`);
    await desk.getByRole("button", { name: "Sign out everywhere" }).click();
    await desk.getByLabel("Reason").fill(reason);
    await desk.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(desk.getByText("Every session has ended.")).toBeVisible();
    await expectHarmless(desk, heard, reason);
  }
  await open(desk, heard, `/admin/people/${id}`);
  await expect(desk.getByText(naughty[0] ?? "").first()).toBeVisible();
});

test("bar 35: a name that is a script is a name in a mail's HTML, also where no policy protects its reader", async ({
  caller,
  browser,
}) => {
  const page = await (await browser.newContext()).newPage();
  const heard = await watch(page);
  for (const name of names) {
    const { email } = await signUpAs(await caller(), name);
    const { subject, html, text } = await readMessage(email);
    expect(subject).toContain("is on board");
    expect(text).toContain(name.slice(0, 20));
    await page.setContent(html ?? "");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Welcome aboard");
    await page.mouse.click(200, 200);
    await expectHarmless(page, heard, `mail to ${name}`);
    const links = await page
      .locator("[href], [src]")
      .evaluateAll(all => all.map(one => one.getAttribute("href") ?? one.getAttribute("src")));
    for (const link of links) expect(link).toMatch(/^https?:\/\/localhost/);
  }
  await page.context().close();
});
