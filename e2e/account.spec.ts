import { transaction } from "@/lib/platform/db";
import { expect, listen, test } from "./journey";
import { newPhoneNumber, signIn } from "./people";

const me = "/api/v1/auth/me";

test("D20: everybody ends this session, or after a question every one, from the menu in the header", async ({
  caller,
  pageOf,
}) => {
  const phoneNumber = newPhoneNumber();
  const [here, elsewhere] = [await caller(), await caller()];
  await signIn(here, phoneNumber);
  await signIn(elsewhere, phoneNumber);
  const page = await pageOf({ request: here });
  await page.goto("/");
  const menu = page.getByRole("button", { name: "Account" });
  await menu.click();
  await expect(menu).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(menu).toHaveAttribute("aria-expanded", "false");
  await expect(menu).toBeFocused();
  await menu.click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL("/login");
  expect((await here.get(me)).status(), "this one").toBe(401);
  expect((await elsewhere.get(me)).status(), "not the other").toBe(200);

  const other = await pageOf({ request: elsewhere });
  await signIn(here, phoneNumber);
  await other.goto("/");
  await other.getByRole("button", { name: "Account" }).click();
  await other.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(other.getByText("Sign out in every browser, this one included?")).toBeFocused();
  expect((await here.get(me)).status(), "nothing before the answer").toBe(200);
  await other.getByRole("button", { name: "Sign out everywhere" }).click();
  await other.waitForURL("/login");
  for (const request of [here, elsewhere]) expect((await request.get(me)).status()).toBe(401);
  const known = await transaction("system", tx =>
    tx.device.count({ where: { user: { phoneNumber }, revokedAt: null } }),
  );
  expect(known, "browsers that are still known").toBe(0);
});

for (const zone of ["Pacific/Kiritimati", "America/St_Johns"])
  test(`G4: times are those of the reader in ${zone}, drawn by the server without a mismatch`, async ({
    browser,
    address,
    staff,
    caller,
  }) => {
    const admin = await staff("admin");
    const phoneNumber = newPhoneNumber();
    await signIn(await caller(), phoneNumber);
    const { id } = await transaction("system", tx =>
      tx.user.findUniqueOrThrow({ where: { phoneNumber }, select: { id: true } }),
    );
    const storageState = await admin.request.storageState();
    const context = await browser.newContext({ baseURL: address, storageState, timezoneId: zone });
    const page = await context.newPage();
    const heard = listen(page);
    for (const place of ["/admin/people", `/admin/people/${id}`, "/dev/outbox"]) {
      await page.goto(place);
      await page.waitForLoadState("networkidle");
      const shown = await page
        .locator("time")
        .evaluateAll(all =>
          all.map(time => [time.getAttribute("datetime") ?? "", time.firstChild?.textContent ?? ""] as const),
        );
      expect(shown.length, place).toBeGreaterThan(0);
      for (const [instant, text] of shown) {
        const timeStyle = /:\d\d:\d\d$/.test(text) ? "medium" : "short";
        const options = { dateStyle: "medium", timeStyle, hourCycle: "h23", timeZone: zone } as const;
        expect
          .soft(text, `${instant} on ${place}`)
          .toBe(new Intl.DateTimeFormat("en-GB", options).format(new Date(instant)));
      }
    }
    expect(heard).toEqual([]);
    await context.close();
  });
