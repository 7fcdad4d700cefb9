import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { listDoors } from "@/lib/platform/testing/rules/doors";
import { readSources } from "@/lib/platform/testing/sources";
import { callAction, idOf, listActions } from "./actions";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { answers, dataOf, type Person, post, readCode, type StoreOwner } from "./people";

const people = "/api/v1/admin/people";
const reason = "cannot find the key, called us";
const refused = "403 read_only_view";

// Behind these nobody is known by a cookie.
const bySecret = ["cron", "partner", "metrics"];
/** What belongs to a look itself, and the way out. */
const ofLook = [`${people}/[id]/view-as/end`, `${people}/[id]/view-as/point`, "/api/v1/auth/logout"];
const unsafe = ["POST", "PUT", "PATCH", "DELETE"];
const listWrites = () =>
  listDoors(readSources()).filter(
    ({ verb, address, door }) =>
      unsafe.includes(verb) &&
      !address.includes("[...") &&
      !ofLook.includes(address) &&
      !bySecret.includes(String(door)),
  );
const fill = (address: string) => address.replaceAll(/\[\w+\]/g, "1");

type Answer = { status: () => number; json: () => Promise<{ error: { code: string } | null }> };
const told = async (answer: Answer) => `${answer.status()} ${(await answer.json()).error?.code}`;

/** All that is kept of a person, but for who looked at them. */
async function everythingOf(by: Pick<Person, "request">, id: number): Promise<Record<string, unknown>> {
  const { tables } = await (await by.request.get(`${people}/${id}/export`)).json();
  // Messages are on their way meanwhile.
  return { ...tables, outbox_message: tables.outbox_message.length, audit_entry: null, view_as: null };
}

const pagesOf = ({ code }: StoreOwner) => [
  ...["merchant-profile", "letzshop-api", "product-import"].map(step => `/store/${code}/onboarding/${step}`),
  ...[`/store/${code}/onboarding`, `/store/${code}/dashboard`],
  ...["/", "/choose", "/account/notices", "/account/data", "/account/preferences"],
];

test("F30: who looks with somebody's eyes reads what they read, and no route, action or page changes anything", async ({
  storeAt,
  staff,
}) => {
  const [owner, admin, other] = [await storeAt("product_import"), await staff("admin"), await staff("admin")];
  const id = await idOf(owner);
  const { redirect_to } = await post(admin.request, `${people}/${id}/view-as`, { reason }, 201);
  expect(redirect_to).toBe(`/store/${owner.code}/onboarding`);
  const before = await everythingOf(other, id);

  const me = await dataOf(await admin.request.get("/api/v1/auth/me"));
  expect(me).toMatchObject({ id, roles: [{ role: "store" }] });
  const key = await dataOf(await admin.request.get("/api/v1/store/onboarding/step/letzshop-api"));
  expect(JSON.stringify(key)).not.toContain(answers.letzshopKey.api_key);
  for (const page of pagesOf(owner)) {
    const answer = await admin.request.get(page);
    expect.soft(answer.status(), page).toBe(200);
    expect.soft(await answer.text(), page).toMatch(/You see what .+ sees/);
  }
  expect((await admin.request.get(`/admin/people/${id}`)).status(), "the desk stays the admin's").toBe(200);

  for (const { verb, address } of listWrites()) {
    const answer = await admin.request.fetch(fill(address), { method: verb, data: {} });
    expect.soft(await told(answer), `${verb} ${address}`).toBe(refused);
  }
  for (const file of ["/api/v1/me/export", `${people}/${id}/export`, "/api/v1/admin/onboardings/export"])
    expect.soft(await told(await admin.request.get(file)), file).toBe(refused);
  const form = { form: { phoneNumber: owner.phoneNumber, otp: "000000", csrfToken: "x" } };
  expect(await told(await admin.request.post("/api/auth/callback/credentials", form))).toBe(refused);

  const wizard = `/store/${owner.code}/onboarding/merchant-profile`;
  const pageOfAction: [string, string][] = [
    ["app/store/[code]/onboarding/", wizard],
    ["app/choose/", "/choose"],
    ["app/admin/people/[id]/", `/admin/people/${id}`],
  ];
  const called: string[] = [];
  for (const { id: action, name } of await listActions(admin.request)) {
    const page = pageOfAction.find(([folder]) => name.startsWith(folder))?.[1];
    if (page === undefined) continue;
    called.push(name);
    const { text } = await callAction(admin, page, action, "[{}]");
    expect.soft(text, name).toContain("read_only_view");
  }
  expect(called.length).toBeGreaterThan(6);
  expect(await everythingOf(other, id)).toEqual(before);

  const { redirect_to: back } = await post(admin.request, `${people}/${id}/view-as/end`, {});
  expect(back).toBe(`/admin/people/${id}`);
  expect(await dataOf(await admin.request.get("/api/v1/auth/me"))).toMatchObject({ roles: [{ role: "admin" }] });
  expect((await owner.request.get("/api/v1/auth/me")).status(), "the person's own session goes on").toBe(200);
  const { tables } = await (await other.request.get(`${people}/${id}/export`)).json();
  expect(tables.view_as[0].looked_at).toEqual(expect.arrayContaining([wizard, "/api/v1/auth/me", "/account/notices"]));

  await post(admin.request, `${people}/${id}/view-as`, { reason }, 201);
  await post(admin.request, "/api/v1/auth/logout", {});
  expect((await admin.request.get("/api/v1/auth/me")).status(), "the admin may always go").toBe(401);
  expect((await owner.request.get("/api/v1/auth/me")).status()).toBe(200);
});

test("F30: an admin looks as a shop's owner, points to a field, and the owner gets there, through the sign-in too", async ({
  storeAt,
  staff,
  pageOf,
  page: stranger,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  const id = await idOf(owner);
  const field = "API key";
  const desk = await pageOf(admin);
  await test.step("the look begins with a reason, and stands above each page", async () => {
    await open(desk, `/admin/people/${id}`);
    await desk.getByRole("button", { name: "View as user" }).click();
    const question = desk.getByRole("dialog");
    await question.getByRole("button", { name: "Begin to look" }).click();
    await expect(question.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
    await question.getByLabel("Reason").fill(reason);
    await question.getByRole("button", { name: "Begin to look" }).click();
    await desk.waitForURL(`**/store/${owner.code}/onboarding/letzshop-api`);
    await desk.waitForLoadState("networkidle");
  });
  const banner = desk.getByRole("region", { name: "View as user" });
  await test.step("nothing can be sent, and it says why", async () => {
    await expect(banner).toContainText(/You see what .+ sees/);
    await expect(banner).toContainText(/(29|30) minutes left/);
    await expect(banner).toContainText(reason);
    await expect(desk.locator("main button[type=submit]")).toBeDisabled();
    await expect(desk.getByText(/^Not sent: you only look/)).toHaveCount(2);
    await expect(desk.getByRole("button", { name: "Test connection" }), "nor is the key tried out").toBeDisabled();
    if (isFull) await look(desk, "a look");
  });
  await test.step("the field that was touched is pointed to, with a note", async () => {
    await desk.getByRole("main").getByLabel(field).focus();
    await banner.getByRole("button", { name: "Point to a field" }).click();
    const question = desk.getByRole("dialog");
    await expect(question.getByLabel("Field", { exact: true })).toHaveValue("apiKey");
    await expect(question).toContainText(`/store/${owner.code}/onboarding/letzshop-api#field-apiKey`);
    await question.getByRole("textbox").fill("It is in your Letzshop profile");
    await question.getByRole("button", { name: "Send link" }).click();
    await expect(banner.getByRole("status")).toHaveText("The link was sent.");
    await banner.getByRole("button", { name: "End view" }).click();
    await desk.waitForURL(`**/admin/people/${id}`);
    await expect(banner).toHaveCount(0);
  });
  const pointed = `**/store/${owner.code}/onboarding/letzshop-api?pointer=*#field-apiKey`;
  await test.step("its person finds the notice, and is led into the field", async () => {
    const own = await pageOf(owner);
    await open(own, "/account/notices");
    await expect(own.getByRole("main").getByText(`Reason: ${reason}`)).toBeVisible();
    await own.getByRole("main").getByRole("link", { name: "Support points you to a field" }).click();
    await own.waitForURL(pointed);
    await expect(own.getByRole("main").getByLabel(field)).toBeFocused();
    await expect(own.getByText("It is in your Letzshop profile")).toBeVisible();
  });
  await test.step("and so is who signs in first, by a link without a note", async () => {
    await open(stranger, `/store/${owner.code}/onboarding/letzshop-api#field-shopSlug`);
    await stranger.waitForURL(/next=[^&]*%23field-shopSlug/);
    await stranger.waitForLoadState("networkidle");
    await stranger.getByLabel("Mobile number").fill(owner.phoneNumber);
    await stranger.getByRole("button", { name: "Send code" }).click();
    const code = stranger.getByLabel("Security code");
    await expect(code).toBeVisible();
    await stranger.waitForLoadState("networkidle");
    await code.pressSequentially(await readCode(owner.request, owner.phoneNumber));
    await stranger.getByRole("button", { name: "Sign in" }).click();
    await stranger.waitForURL(`**/store/${owner.code}/onboarding/letzshop-api#field-shopSlug`);
    await expect(stranger.locator("#field-shopSlug")).toBeFocused();
  });
});

test("F30: a link to a field leads there from another shop of theirs, and is not lost with a session that has ended", async ({
  caller,
  storeAt,
  pageOf,
}) => {
  const [owner, second] = [await storeAt("letzshop_api"), await storeAt("letzshop_api")];
  const id = await idOf(owner);
  await transaction("system", async tx => {
    const { id: storeId } = await tx.store.findUniqueOrThrow({ where: { code: second.code }, select: { id: true } });
    await tx.userRole.create({ data: { userId: id, role: "store", storeId } });
  });
  const link = `/store/${second.code}/onboarding/letzshop-api?pointer=71`;
  const own = await pageOf(owner);
  await open(own, `${link}#field-apiKey`);
  await own.waitForURL(`**${link}#field-apiKey`);
  await expect(own.getByRole("main").getByLabel("API key")).toBeFocused();

  const stranger = await storeAt("merchant_profile");
  expect((await stranger.request.get(link, { maxRedirects: 0 })).status(), "nobody else's").toBe(404);
  const left = await caller(owner.request);
  await post(owner.request, "/api/v1/auth/logout", {});
  const answer = await left.get(link, { maxRedirects: 0 });
  expect(answer.headers().location).toBe(`/login?next=${encodeURIComponent(link)}`);
});
