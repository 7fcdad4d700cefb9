import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { expectHarmless, names, naughty, open, signUpAs, watch } from "./naughty";
import { answers, newPhoneNumber, post } from "./people";
import { codeField } from "./sign-in-page";

const step = "/api/v1/store/onboarding/step";

test("bar 35: a name that is a script is a name: on every page of its store, its owner and the admin nothing runs and nothing is refused", async ({
  caller,
  staff,
  pageOf,
  sandboxUrl,
}) => {
  const desk = await pageOf(await staff("admin"));
  const atDesk = await watch(desk);
  for (const name of names) {
    const request = await caller();
    const { code, phoneNumber } = await signUpAs(request, name);
    await post(request, `${step}/letzshop-api`, answers.letzshopKey);
    await post(request, `${step}/product-import`, answers.productImport(sandboxUrl));
    const { id } = await transaction("system", async tx => {
      const user = await tx.user.findUniqueOrThrow({ where: { phoneNumber }, select: { id: true } });
      await tx.userRole.create({ data: { userId: user.id, role: "practitioner" } });
      return user;
    });
    const page = await pageOf({ request });
    const heard = await watch(page);
    for (const place of [
      "/",
      "/choose",
      `/store/${code}/onboarding/order-sync`,
      `/store/${code}/onboarding/merchant-profile`,
    ])
      await open(page, heard, place);
    await expect.soft(page.getByLabel("Merchant name")).toHaveValue(name);
    await open(page, heard, "/");
    await page.getByRole("button", { name: "Account" }).click();
    await expect
      .soft(page.getByRole("region", { name: "Your account" }))
      .toContainText(name.replace(/\s+/g, " ").slice(0, 20));
    await expectHarmless(page, heard, "the account's menu");
    await open(desk, atDesk, `/admin/people/${id}`);
    await page.close();
  }
  for (const place of ["/admin", "/admin/stores", "/admin/people", "/dev/outbox"]) await open(desk, atDesk, place);
  await open(desk, atDesk, `/admin/people?q=${encodeURIComponent(names[0] ?? "")}`);
  await expect.soft(desk.getByRole("table").getByRole("link").first()).toContainText("<script>");
});

test("bar 35: what stands in an address or a form is text too", async ({ caller, pageOf }) => {
  const page = await pageOf({ request: await caller() });
  const heard = await watch(page);
  for (const text of naughty.map(encodeURIComponent)) {
    await open(page, heard, `/login?next=${text}&challenge=${text}&correct=${text}&with=${text}`);
    await open(page, heard, `/dev/outbox?to=${text}`);
    await open(page, heard, `/${text.replaceAll("%2F", "")}`);
  }
  const faults = page.getByRole("main").getByRole("alert");
  for (const [address, field] of [
    ["/login", "Mobile number"],
    ["/login?with=email", "E-mail address"],
  ] as const) {
    await page.goto(address);
    for (const text of naughty) {
      await page.getByLabel(field).fill(text);
      await page.getByRole("button", { name: "Send code" }).click();
      await expect(faults).toBeAttached();
      await expectHarmless(page, heard, `${text} as ${field}`);
    }
  }
  await page.goto("/login");
  await page.getByLabel("Mobile number").fill(newPhoneNumber());
  await page.getByRole("button", { name: "Send code" }).click();
  await codeField(page).fill(naughty[0] ?? "");
  await page.keyboard.press("Enter");
  await expect(faults).toHaveText("The code must be 6 digits");
  await page.goto("/signup/store");
  for (const field of await page.getByRole("textbox").all()) await field.fill(naughty[0] ?? "");
  await page.getByRole("main").getByRole("button").last().click();
  await expect(page.getByRole("alert").or(page.locator("[aria-invalid=true]")).first()).toBeVisible();
  await expectHarmless(page, heard, "sign-up with faults");
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
