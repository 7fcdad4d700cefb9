import type { Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, readCode, type StoreOwner } from "./people";

const naughty = [
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
async function watch(page: Page): Promise<string[]> {
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

/** Opens a page and checks that the texts on it did nothing. */
async function open(page: Page, heard: string[], address: string): Promise<void> {
  const answer = await page.goto(address);
  expect.soft(answer?.status(), address).toBeLessThan(500);
  const hit = await page.evaluate(() => (window as unknown as { hit?: string }).hit);
  expect.soft({ hit, heard }, address).toEqual({ hit: undefined, heard: [] });
  expect.soft(await page.locator("base, img[src='x'], svg[onload]").count(), `elements on ${address}`).toBe(0);
}

/** Signs a store up under a name, with the same name everywhere else too. */
async function signUpAs(request: StoreOwner["request"], name: string): Promise<{ code: string; phoneNumber: string }> {
  const phoneNumber = newPhoneNumber();
  const told = { store_name: name, owner_name: name, email: "naughty@example.com", phone_number: phoneNumber };
  const { store_code: code, challenge_id } = await post(request, "/api/v1/store/signup", told, 201);
  await post(request, "/api/v1/auth/verify-otp", { challenge_id, otp: await readCode(request, phoneNumber) });
  const profile = {
    merchant_name: name,
    brand_name: name,
    description: naughty.join("\n"),
    business_address: name,
    contact_email: "naughty@example.com",
    default_language: "fr",
    dashboard_language: "en",
  };
  await post(request, "/api/v1/store/onboarding/step/merchant-profile", profile);
  return { code, phoneNumber };
}

test("bar 35: a name that is a script is a name: on sign-up, profile and admin pages nothing runs and nothing is refused", async ({
  caller,
  staff,
  pageOf,
}) => {
  const admin = { ...(await staff("admin")) };
  const desk = await pageOf(admin);
  const atDesk = await watch(desk);
  // Two at a time.
  const names = naughty.flatMap((name, i) => (i % 2 ? [`${naughty[i - 1]} ${name}`] : []));
  for (const name of names) {
    const request = await caller();
    const { code, phoneNumber } = await signUpAs(request, name);
    const page = await pageOf({ request });
    const heard = await watch(page);
    await open(page, heard, `/store/${code}/onboarding/merchant-profile`);
    await expect.soft(page.getByLabel("Merchant name")).toHaveValue(name);
    const { id } = await transaction("system", tx => tx.user.findUniqueOrThrow({ where: { phoneNumber } }));
    await open(desk, atDesk, `/admin/people/${id}`);
    await page.close();
  }
  const shop = names[0] ?? "";
  await open(desk, atDesk, "/admin/stores");
  await expect.soft(desk.getByText(shop).first()).toBeVisible();
  await open(desk, atDesk, "/admin/people");
  await open(desk, atDesk, `/admin/people?q=${encodeURIComponent(shop)}`);
});

test("bar 35: what stands in an address or a form is text too", async ({ caller, pageOf }) => {
  const page = await pageOf({ request: await caller() });
  const heard = await watch(page);
  for (const text of naughty.map(encodeURIComponent)) {
    await open(page, heard, `/login?next=${text}&challenge=${text}&with=${text}`);
    await open(page, heard, `/dev/outbox?to=${text}`);
    await open(page, heard, `/${text.replaceAll("%2F", "")}`);
  }
  await page.goto("/signup/store");
  for (const field of await page.getByRole("textbox").all()) await field.fill(naughty[0] ?? "");
  await page.getByRole("main").getByRole("button").last().click();
  await expect(page.getByRole("alert").or(page.locator("[aria-invalid=true]")).first()).toBeVisible();
  expect({ hit: await page.evaluate(() => (window as unknown as { hit?: string }).hit), heard }).toEqual({
    hit: undefined,
    heard: [],
  });
});

test("bar 35: each page has a policy of its own with a nonce that is never used twice", async ({ request }) => {
  const nonces: string[] = [];
  for (const address of ["/login", "/login", "/", "/signup/store", "/docs/api"]) {
    const answer = await request.get(address);
    const policy = answer.headers()["content-security-policy"] ?? "";
    const directives = new Map(policy.split("; ").map(line => [line.split(" ", 1)[0], line] as const));
    expect.soft(directives.get("script-src")).toMatch(/'nonce-[^']{16,}'/);
    for (const name of ["script-src", "style-src-elem", "default-src"])
      expect.soft(directives.get(name), address).not.toMatch(/unsafe-(inline|eval)/);
    for (const [name, value] of [
      ["object-src", "'none'"],
      ["base-uri", "'none'"],
      ["frame-ancestors", "'none'"],
    ] as const)
      expect.soft(directives.get(name), address).toBe(`${name} ${value}`);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    const html = await answer.text();
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect.soft(tag, address).toContain(`nonce="${nonce}"`);
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(nonces.length);
});
