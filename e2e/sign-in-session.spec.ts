import type { APIRequestContext, APIResponse } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, readCode, signIn } from "./people";

const auth = "/api/v1/auth";
const sessionName = "gangway.session";
const meOf = async (request: APIRequestContext) => (await request.get(`${auth}/me`)).status();

async function sessionOf(request: APIRequestContext): Promise<string> {
  const { cookies } = await request.storageState();
  return cookies.find(({ name }) => name === sessionName)?.value ?? "";
}

const setCookies = (answer: APIResponse) =>
  answer
    .headersArray()
    .filter(({ name }) => /^set-cookie$/i.test(name))
    .map(({ value }) => value);

test("bar 12: signing in gives a new session, whatever cookie was planted, and ends the one this browser had", async ({
  caller,
}) => {
  const request = await caller();
  await signIn(request, newPhoneNumber());
  const [planted, before] = [await caller(request), await sessionOf(request)];
  expect(await meOf(planted)).toBe(200);
  await signIn(request, newPhoneNumber());
  expect(await sessionOf(request)).not.toBe(before);
  expect(await meOf(planted), "the old session").toBe(401);
  expect(await meOf(request)).toBe(200);
});

test("bar 13: cookies are for this origin and not for scripts, and the token is nowhere else", async ({
  caller,
  pageOf,
  address,
}) => {
  const request = await caller();
  const phoneNumber = newPhoneNumber();
  const sent = await request.post(`${auth}/send-otp`, { data: { phone_number: phoneNumber } });
  const { challenge_id } = (await sent.json()).data;
  const otp = await readCode(request, phoneNumber);
  const verified = await request.post(`${auth}/verify-otp`, { data: { challenge_id, otp } });
  const token = await sessionOf(request);
  expect(token.length).toBeGreaterThan(100);
  expect(await verified.text()).not.toContain(token);
  const page = await pageOf({ request });
  await page.goto("/");
  expect(await page.content()).not.toContain(token);
  const seen = await page.evaluate(() => [
    document.cookie,
    localStorage.length,
    sessionStorage.length,
    location.search,
  ]);
  expect(seen).toEqual(["", 0, 0, ""]);
  const answers = [sent, verified, await request.get("/api/auth/csrf"), await request.get("/api/auth/session")];
  const signedOut = await request.post(`${auth}/logout`, { data: {} });
  for (const cookie of [...answers, signedOut].flatMap(setCookies)) {
    for (const flag of [/;\s*HttpOnly/i, /;\s*SameSite=(Lax|Strict)/i, /;\s*Path=\/(;|$)/i])
      expect.soft(cookie).toMatch(flag);
    expect.soft(cookie).not.toMatch(/;\s*Domain=/i);
    expect.soft(/;\s*Secure/i.test(cookie), cookie).toBe(address.startsWith("https:"));
  }
  expect(setCookies(verified).some(cookie => cookie.startsWith(`${sessionName}=`))).toBe(true);
  expect(setCookies(signedOut).some(cookie => cookie.startsWith(`${sessionName}=;`))).toBe(true);
});

test("bar 14: a copied cookie is worth nothing after sign-out, after disabling, and without the role", async ({
  caller,
  staff,
  storeAt,
}) => {
  const [admin, owner, other] = [await staff("admin"), await storeAt("merchant_profile"), await staff("admin")];
  const copy = await caller(owner.request);
  const { id } = (await (await copy.get(`${auth}/me`)).json()).data;
  await post(admin.request, `/api/v1/admin/people/${id}/disable`, { reason: "asked for by phone" });
  expect(await meOf(copy)).toBe(401);
  expect(await meOf(owner.request)).toBe(401);

  const left = await caller(other.request);
  await transaction("system", tx => tx.userRole.deleteMany({ where: { user: { phoneNumber: other.phoneNumber } } }));
  expect((await other.request.get("/api/v1/admin/stores")).status()).toBe(403);
  expect((await other.request.get("/admin/stores")).status()).toBe(404);
  expect(await meOf(left), "still signed in").toBe(200);
  await post(other.request, `${auth}/logout`, {});
  expect(await meOf(left)).toBe(401);
});

test("bar 14: a page whose session was ended meanwhile leads to sign-in, not round in circles", async ({
  staff,
  pageOf,
}) => {
  const admin = await staff("admin");
  const page = await pageOf(admin);
  await page.goto("/admin/stores");
  await post(admin.request, `${auth}/logout`, {});
  await page.reload();
  await expect(page).toHaveURL(/\/login\?next=/);
  await expect(page.getByRole("button", { name: "Send code" })).toBeVisible();
});

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("bar 15: no forged, cut or foreign token is a session, and none breaks the server", async ({
  caller,
  playwright,
  address,
}) => {
  const [request, other] = [await caller(), await caller()];
  await signIn(request, newPhoneNumber());
  await signIn(other, newPhoneNumber());
  const token = await sessionOf(request);
  const parts = token.split(".");
  const claims = { sub: "1", sid: "x", exp: 4_000_000_000 };
  const { sid } = await transaction("system", async tx => {
    const found = await tx.session.findFirstOrThrow({ orderBy: { createdAt: "desc" }, select: { id: true } });
    return { sid: found.id };
  });
  const forged = {
    "alg none": `${b64({ alg: "none", typ: "JWT" })}.${b64(claims)}.`,
    "HS256 with an empty key": `${b64({ alg: "HS256" })}.${b64(claims)}.${Buffer.alloc(32).toString("base64url")}`,
    "another secret": await encode({ token: { sub: "1", sid }, secret: `${env.authSecret}x` }),
    "somebody else's row": await encode({ token: { sub: "1", sid }, secret: env.authSecret }),
    "no row": await encode({ token: { sub: "1" }, secret: env.authSecret }),
    "over an hour ago": await encode({ token: { sub: "1", sid }, secret: env.authSecret, maxAge: -3_600 }),
    "cut by one": token.slice(0, -1),
    "half of it": token.slice(0, token.length / 2),
    "parts swapped": [parts[0], parts[1], parts[3], parts[2], parts[4]].join("."),
    "another's tag": [...parts.slice(0, 4), (await sessionOf(other)).split(".")[4]].join("."),
    "a flipped letter": token.replace(/.(?=.{40}$)/, letter => (letter === "A" ? "B" : "A")),
    empty: "",
    "an object": "[object Object]",
    dots: "....",
    escapes: "%00%ff%zz",
    long: "a".repeat(3_000),
  };
  for (const [name, value] of Object.entries(forged)) {
    const headers = { Cookie: `${sessionName}=${value}`, Authorization: `Bearer ${value}` };
    const liar = await playwright.request.newContext({ baseURL: address, extraHTTPHeaders: headers });
    expect.soft(await meOf(liar), name).toBe(401);
    const page = await liar.get("/admin", { maxRedirects: 0 });
    expect.soft([307, 404], `${name} on a page`).toContain(page.status());
    expect.soft((await liar.get("/api/auth/session")).status(), `${name} at next-auth`).toBe(200);
    await liar.dispose();
  }
});

const strangePaths = [
  ...[
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
  ],
  ...["https://evil.example", "https:evil.example", "http:/evil.example", "javascript:alert(1)", "data:text/html,x"],
  ...[
    "/%2f/evil.example/..//",
    "/..//evil.example",
    "/.//evil.example",
    "@evil.example",
    "/@evil.example",
    "evil.example",
  ],
  ...["", " ", "%", "/%", "/%00", "/\u0000", "/\ud83d", "/login?next=//evil.example", "x".repeat(5_000)],
];

test("bar 18: wherever `next` and `callbackUrl` point, the way ends on our origin", async ({ caller, address }) => {
  const request = await caller();
  await signIn(request, newPhoneNumber());
  const query = (name: string, value: string) => `${name}=${encodeURIComponent(value.toWellFormed())}`;
  const addresses = strangePaths.flatMap(value => [
    `/login?${query("next", value)}`,
    `/choose?${query("next", value)}`,
    `/api/auth/signin?${query("callbackUrl", value)}`,
    `/api/auth/signout?${query("callbackUrl", value)}`,
  ]);
  const twice = ["/login?next=/a&next=//evil.example", "/login?next[]=//evil.example", "/login?next=%ff%fe"];
  for (const path of [...addresses, ...twice]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect.soft(answer.status(), path).toBeLessThan(500);
    const to = answer.headers().location;
    if (to) expect.soft(new URL(to, new URL(path, address)).origin, `${path} → ${to}`).toBe(new URL(address).origin);
  }
});
