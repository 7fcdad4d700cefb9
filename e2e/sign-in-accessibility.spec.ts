import { transaction } from "@/lib/platform/db";
import { expect, tabTo, test } from "./journey";
import { look, open } from "./look";
import { newPhoneNumber, type Person, post, readCode, signIn } from "./people";
import { askForCode, challengeOn, enterCode, moveChallenge, wrongFor } from "./sign-in-page";

// Every state of signing in and of the people's pages, wide and narrow, light and dark.
test.describe.configure({ mode: "parallel", timeout: 120_000 });

const auth = "/api/v1/auth";
const idOf = ({ phoneNumber }: Pick<Person, "phoneNumber">) =>
  transaction("system", async tx => (await tx.user.findUniqueOrThrow({ where: { phoneNumber } })).id);

test("G1, G2: the first step in every state", async ({ page, caller }) => {
  const send = page.getByRole("button", { name: "Send code" });
  await open(page, "/login");
  await look(page, "login");
  await page.getByLabel("Mobile number").fill("12");
  await send.click();
  await expect(page.getByLabel("Mobile number")).toHaveAttribute("aria-invalid", "true");
  await look(page, "login with a wrong number");
  const flooded = newPhoneNumber();
  for (let i = 0; i < 3; i++) await post(await caller(), `${auth}/send-otp`, { phone_number: flooded }, 202);
  await page.getByLabel("Mobile number").fill(flooded);
  await send.click();
  await expect(page.getByText(/Too many codes/)).toBeVisible();
  await look(page, "login refused by a budget");
  await open(page, "/login?with=email");
  await send.click();
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
  await look(page, "login by e-mail with a fault");
});

test("G1, G2: the code step in every state", async ({ page }) => {
  const phoneNumber = newPhoneNumber();
  await askForCode(page, phoneNumber);
  await look(page, "code");
  const code = await readCode(page.request, phoneNumber);
  for (let step = 1; step <= 4; step++) await enterCode(page, wrongFor(code, step));
  await look(page, "code with one try left");
  await enterCode(page, wrongFor(code, 5));
  await enterCode(page, wrongFor(code, 6));
  await look(page, "code used up");
  await moveChallenge(challengeOn(page), "resend_at", -1);
  await moveChallenge(challengeOn(page), "expires_at", -1);
  await page.reload();
  await expect(page.getByRole("button", { name: "Send a new code" })).toBeVisible();
  await look(page, "code expired, a new one offered");
  await page.getByRole("button", { name: "Send a new code" }).click();
  await expect(page.getByText("We sent a new code.").first()).toBeAttached();
  await look(page, "code sent again");
});

test("G1, G2: choosing a place, and the account's menu", async ({ staff, pageOf, storeAt }) => {
  const [admin, owner] = [await staff("admin"), await storeAt("merchant_profile")];
  await transaction("system", async tx => {
    const { id } = await tx.store.findUniqueOrThrow({ where: { code: owner.code }, select: { id: true } });
    await tx.userRole.create({ data: { userId: await idOf(admin), role: "store", storeId: id } });
  });
  const page = await pageOf(admin);
  await open(page, "/choose");
  await expect(page.getByRole("heading", { name: "Where do you want to work?" })).toBeVisible();
  await look(page, "choosing a place");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Account" }).click();
  await look(page, "the account's menu");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await look(page, "the account's menu with its question");
});

test("G1, G2: the people's pages in every state", async ({ staff, caller, pageOf }) => {
  const person = { request: await caller(), phoneNumber: newPhoneNumber() };
  await signIn(person.request, person.phoneNumber);
  const page = await pageOf(await staff("admin"));
  const free = newPhoneNumber();
  const { challenge_id } = await post(await caller(), `${auth}/send-otp`, { phone_number: free }, 202);
  expect(challenge_id).toBeTruthy();
  for (const address of ["/admin/people", "/admin/people?q=nobody", `/admin/people?q=${encodeURIComponent(free)}`]) {
    await open(page, address);
    await look(page, address);
  }
  for (let i = 0; i < 2; i++) {
    const stranger = await caller();
    const asked = await post(stranger, `${auth}/send-otp`, { phone_number: person.phoneNumber }, 202);
    const otp = wrongFor(await readCode(stranger, person.phoneNumber));
    const guess = { challenge_id: asked.challenge_id, otp };
    for (let tries = 0; tries < 5; tries++) await post(stranger, `${auth}/verify-otp`, guess, 422);
  }
  await open(page, `/admin/people/${await idOf(person)}`);
  await expect(page.getByText("Unknown browsers get no new code")).toBeVisible();
  await look(page, "a person who is blocked");
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
  await look(page, "disabling without a reason");
  await page.getByLabel("Reason").fill("asked for by phone");
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("The account is disabled and every session has ended.")).toBeVisible();
  await look(page, "a person who is disabled");
});

test("G1: at every stop of the Tab key it can be seen where one is, and nothing covers it", async ({ page }) => {
  for (const begin of [() => open(page, "/login"), () => askForCode(page, newPhoneNumber())]) {
    await begin();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const stops = new Set<string>();
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        // The code's field draws its focus on the box of the next digit.
        const boxes = [element, ...(element.closest("[data-input-otp-container]")?.querySelectorAll("div div") ?? [])];
        const isDrawn = boxes.some(box => /^(solid|auto)/.test(getComputedStyle(box).outlineStyle));
        const { left, top, width, height } = element.getBoundingClientRect();
        const there = document.elementFromPoint(left + width / 2, top + height / 2);
        const isCovered =
          !there ||
          !(element.contains(there) || there.contains(element) || there.closest("[data-input-otp-container]"));
        return { name: element.outerHTML.slice(0, 120), isDrawn, isCovered };
      });
      if (!seen) break;
      expect.soft(seen, seen.name).toMatchObject({ isDrawn: true, isCovered: false });
      stops.add(seen.name);
    }
    expect(stops.size).toBeGreaterThanOrEqual(4);
  }
});

test("G2: with less motion nothing moves, with forced colours every control keeps an edge", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  await askForCode(page, newPhoneNumber());
  const longest = await page.evaluate(() =>
    Math.max(0, ...document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().activeDuration))),
  );
  expect(longest).toBeLessThanOrEqual(1);
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll("main button, [data-input-otp-container] .grid")]
      .filter(element => Number.parseFloat(getComputedStyle(element).borderTopWidth) < 1)
      .map(element => element.outerHTML.slice(0, 120)),
  );
  expect(bare).toEqual([]);
});

test("G1: an admin disables somebody by keyboard alone, and is told the outcome", async ({ staff, caller, pageOf }) => {
  const person = { request: await caller(), phoneNumber: newPhoneNumber() };
  await signIn(person.request, person.phoneNumber);
  const page = await pageOf(await staff("admin"));
  await open(page, `/admin/people/${await idOf(person)}`);
  const opener = page.getByRole("button", { name: "Disable" });
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Disable this account?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener, "the focus comes back").toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Reason"));
  await page.keyboard.type("too short");
  await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Disable" }));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/Give a reason of at least 10 characters/);
  await expect(page.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type(" no longer");
  await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Disable" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText("The account is disabled")).toBeVisible();
  expect((await person.request.get(`${auth}/me`)).status()).toBe(401);
});
