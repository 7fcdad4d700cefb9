import { idOf } from "./actions";
import { expect, test } from "./fixtures";
import { open } from "./look";
import { dataOf, post, readCode } from "./people";
import { readMessage } from "./sign-in-page";

test("16: a store's owner chooses German on the way in and is spoken to in German from then on, on any device", async ({
  page,
  open: openContext,
  caller,
  storeAt,
}) => {
  const { phoneNumber, code, request } = await storeAt("merchant_profile");
  const html = page.locator("html");

  await test.step("without scripts the choice works too, and the page stays, with its query", async () => {
    const plain = await (await openContext()).newPage();
    await plain.route(/\.js(\?|$)/, route => route.abort());
    await plain.goto("/login?with=email&next=/account/data");
    await plain.getByRole("button", { name: "Français" }).click();
    await expect(plain.locator("html")).toHaveAttribute("lang", "fr");
    expect(new URL(plain.url()).search).toBe("?with=email&next=/account/data");
    await expect(plain.getByRole("button", { name: "Français" })).toHaveAttribute("aria-current", "true");
    await plain.reload();
    await expect(plain.locator("html"), "and is kept").toHaveAttribute("lang", "fr");
  });

  await test.step("signs in by a code in German", async () => {
    await open(page, "/login");
    await expect(html).toHaveAttribute("lang", "en-GB");
    await page.getByLabel("Mobile number").fill(phoneNumber);
    await page.getByRole("button", { name: "Deutsch" }).click();
    await expect(html).toHaveAttribute("lang", "de");
    await expect(page.getByRole("textbox"), "what was typed is still there").toHaveValue(phoneNumber);
    await page.getByRole("button", { name: "Code senden" }).click();
    await expect(page).toHaveURL(/challenge=/);
    const { text, code: sent } = await readMessage(phoneNumber);
    expect(text).toMatch(/^\d{6} ist Ihr Gangway-Code\n/);
    await page.getByLabel("Sicherheitscode").fill(String(sent));
    await expect(page).toHaveURL(new RegExp(`/store/${code}/onboarding/`));
  });

  await test.step("sees the first step and what is wrong with an answer in German", async () => {
    await expect(html).toHaveAttribute("lang", "de");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Händlerprofil");
    await page.waitForLoadState("networkidle");
    await page.getByLabel("Name des Händlers").fill("");
    await page.getByRole("button", { name: "Weiter" }).click();
    await expect(page.getByText("Geben Sie den Namen Ihres Unternehmens ein").first()).toBeVisible();
  });

  await test.step("a call answers in the language of the account, whatever the device's", async () => {
    const asked = { "Accept-Language": "fr" };
    const mine = await request.post("/api/v1/store/onboarding/step/merchant-profile", { data: {}, headers: asked });
    expect(mine.headers()["content-language"]).toBe("de");
    expect(await mine.json()).toMatchObject({ message: "Einige Angaben stimmen noch nicht." });
    const stranger = await caller();
    for (const [header, language, message] of [
      ["fr-LU,fr;q=0.9", "fr", "Connectez-vous d’abord."],
      ["de", "de", "Melden Sie sich zuerst an."],
      ["pt,lb;q=0.8", "en-GB", "Sign in first."],
    ] as const) {
      const answer = await stranger.get("/api/v1/auth/me", { headers: { "Accept-Language": header } });
      expect.soft(answer.headers()["content-language"]).toBe(language);
      expect.soft(await answer.json()).toMatchObject({ message });
    }
    expect(await (await stranger.get("/api/nowhere")).json(), "without the header").toMatchObject({
      message: "There is nothing here.",
    });
  });

  await test.step("a second device hears it from the account", async () => {
    const second = await caller();
    const sent = await second.post("/api/v1/auth/send-otp", { data: { phone_number: phoneNumber } });
    const answer = { challenge_id: (await dataOf(sent)).challenge_id, otp: await readCode(second, phoneNumber) };
    expect((await second.post("/api/v1/auth/verify-otp", { data: answer })).ok()).toBe(true);
    const { cookies } = await second.storageState();
    expect(cookies.find(({ name }) => name === "gangway.language")?.value).toBe("de");
    expect(await (await second.get(`/store/${code}/onboarding/merchant-profile`)).text()).toContain('lang="de"');
  });
});

test("16: the desk speaks the admin's language, also while they look with somebody's eyes; numbers and money are written as it writes them", async ({
  staff,
  pageOf,
  storeAt,
}) => {
  const [admin, store] = [await staff("admin"), await storeAt("complete")];
  const page = await pageOf(admin);
  const html = page.locator("html");
  await open(page, "/admin/employers");
  await page.getByRole("button", { name: "Français" }).click();
  await expect(html).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Employeurs");
  const asked = { reason: "cannot read the page, called us" };
  await post(admin.request, `/api/v1/admin/people/${await idOf(store)}/view-as`, asked, 201);
  await open(page, `/store/${store.code}/products`);
  await expect(html).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("main")).toContainText(/\d,\d{2}\u00a0€/);
  await expect(page.getByRole("button", { name: "Français" }), "no choice of somebody else's").toHaveCount(0);
});
