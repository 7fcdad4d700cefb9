import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { newPhoneNumber, post, readCode, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step";

/** Texts that run, load or hide something wherever they are not taken for text. */
export const naughty = [
  `<script>window.hit="script"</script>`,
  `"><img src=x onerror="window.hit='img'">`,
  `</script><script>window.hit="end"</script>`,
  `</title><svg onload=window.hit='svg'>`,
  `'-window.hit='quote'-'\`\${window.hit='tick'}\``,
  `{{constructor.constructor('window.hit=1')()}}`,
  `<!--<style>@import'//evil.example'</style><base href=//evil.example>`,
  `javascript:window.hit='url'\u202e\u2028\ufeff.`,
];

/** Listens for anything that a page does which only an injected text would make it do. */
export async function watch(page: Page): Promise<string[]> {
  const heard: string[] = [];
  page.on("dialog", async dialog => {
    heard.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", request => {
    const { host, pathname } = new URL(request.url());
    if (host === "evil.example" || pathname.endsWith("/x")) heard.push(`request ${request.url()}`);
  });
  await page.exposeFunction("refusedByPolicy", (what: string) => heard.push(`policy ${what}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", event => {
      const report = (window as unknown as { refusedByPolicy: (what: string) => void }).refusedByPolicy;
      report(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return heard;
}

/** Checks that the texts on a page did nothing and made nothing. */
export async function expectHarmless(page: Page, heard: string[], place: string): Promise<void> {
  const hit = await page.evaluate(() => (window as unknown as { hit?: string }).hit);
  expect.soft({ hit, heard }, place).toEqual({ hit: undefined, heard: [] });
  expect.soft(await page.locator("base, img[src='x'], svg[onload]").count(), `elements on ${place}`).toBe(0);
}

/** Opens a page, whose texts stand in its markup and in the data of its scripts, and checks that they did nothing. */
export async function open(page: Page, heard: string[], address: string): Promise<void> {
  const answer = await page.goto(address);
  expect.soft(answer?.status(), address).toBeLessThan(500);
  const [, ...scripts] = ((await answer?.text()) ?? "").split(/<script\b[^>]*>/);
  for (const script of scripts) expect.soft(script.split("</script>")[0], address).not.toMatch(/<(script|!--)/i);
  await expectHarmless(page, heard, address);
}

/** The same as names, two in each. */
export const names = naughty.flatMap((name, i) => (i % 2 ? [`${naughty[i - 1]} ${name}`] : []));

/** Signs a store up under a name, with the same name everywhere else too. */
export async function signUpAs(
  request: StoreOwner["request"],
  name: string,
): Promise<{ code: string; phoneNumber: string; email: string }> {
  const phoneNumber = newPhoneNumber();
  const email = `naughty${phoneNumber.slice(4)}@example.com`;
  const told = { store_name: name, owner_name: name, email, phone_number: phoneNumber };
  const { store_code: code, challenge_id } = await post(request, "/api/v1/store/signup", told, 201);
  await post(request, "/api/v1/auth/verify-otp", { challenge_id, otp: await readCode(request, phoneNumber) });
  const profile = {
    merchant_name: name,
    brand_name: name,
    description: naughty.join("\n"),
    business_address: name,
    contact_email: email,
    default_language: "fr",
    dashboard_language: "en",
  };
  await post(request, `${step}/merchant-profile`, profile);
  return { code, phoneNumber, email };
}
