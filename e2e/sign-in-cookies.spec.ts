import type { APIRequestContext, APIResponse } from "@playwright/test";
import { isFull } from "@/lib/platform/testing/full-form";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./fixtures";
import { matrix, type World } from "./matrix";
import { newPhoneNumber, post, readCode, signIn, signUpStore } from "./people";

const auth = "/api/v1/auth";
const names = ["browser", "callback", "csrf", "device", "language", "session"];

/** Every cookie that was set by the answers so far, as the header says it. */
class CookieLog {
  readonly headers: string[] = [];

  add(answer: APIResponse): APIResponse {
    const set = answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
    this.headers.push(...set.map(({ value }) => value));
    return answer;
  }

  /** The cookies' names, each once. */
  get names(): string[] {
    return [...new Set(this.headers.map(header => header.split("=", 1)[0] ?? ""))].sort();
  }
}

/** Calls every page, route and method of the matrix, as nobody, as an owner and as staff: each as all of them, in the short form as one of them in turn. */
async function walk(log: CookieLog, world: World, callers: (() => Promise<APIRequestContext>)[]): Promise<void> {
  const walkAs = async (caller: () => Promise<APIRequestContext>, turn: number) => {
    for (const row of matrix.filter((_, at) => isFull || at % callers.length === turn)) {
      const method = row.verb === "PAGE" ? "GET" : row.verb;
      const request = await caller();
      log.add(await request.fetch(row.call(world), { method, data: row.body?.(world), maxRedirects: 0 }));
    }
  };
  await Promise.all(callers.map(walkAs));
}

/** Signs in through both doors and out again, noting what is set. */
async function comeAndGo(log: CookieLog, request: APIRequestContext): Promise<void> {
  const phoneNumber = newPhoneNumber();
  const sent = log.add(await request.post(`${auth}/send-otp`, { data: { phone_number: phoneNumber } }));
  const { challenge_id: challengeId } = (await sent.json()).data;
  const otp = await readCode(request, phoneNumber);
  log.add(await request.post(`${auth}/verify-otp`, { data: { challenge_id: challengeId, otp } }));
  expect((await request.get(`${auth}/me`)).status(), "the cookie is a session").toBe(200);
  log.add(await request.post(`${auth}/logout`, { data: {} }));
  const again = await post(request, `${auth}/send-otp`, { phone_number: phoneNumber }, 202);
  const csrf = log.add(await request.get("/api/auth/csrf"));
  const code = await readCode(request, phoneNumber);
  const form = { csrfToken: (await csrf.json()).csrfToken, challengeId: again.challenge_id, otp: code, json: "true" };
  expect(log.add(await request.post("/api/auth/callback/credentials", { form })).status()).toBe(200);
  expect((await request.get(`${auth}/me`)).status(), "next-auth's cookie is the same session").toBe(200);
  const { csrfToken } = form;
  log.add(await request.post("/api/auth/signout", { form: { csrfToken, json: "true" } }));
  expect((await request.get(`${auth}/me`)).status(), "signed out by next-auth").toBe(401);
}

const flags = (cookie: string) =>
  cookie
    .split(/;\s*/)
    .slice(1)
    .map(flag => flag.toLowerCase());

test("bar 13: with a public origin of https every cookie of every answer is __Host-, Secure, HttpOnly, Lax, for the whole origin and no domain", async ({
  playwright,
  sandboxUrl,
}) => {
  const origin = "https://gangway.example";
  const product = await OwnProduct.start({ APP_URL: origin, NEXTAUTH_URL: origin });
  const made: APIRequestContext[] = [];
  const caller = async (from?: APIRequestContext) => {
    const storageState = await from?.storageState();
    const extraHTTPHeaders = { Origin: origin };
    const request = await playwright.request.newContext({ baseURL: product.address, extraHTTPHeaders, storageState });
    made.push(request);
    return request;
  };
  try {
    const log = new CookieLog();
    const ownerA = await signUpStore(await caller());
    const ownerB = await signUpStore(await caller());
    const [admin, phoneNumber] = [await caller(), newPhoneNumber()];
    await product.addStaff(phoneNumber, "admin");
    await signIn(admin, phoneNumber);
    await comeAndGo(log, await caller());
    const copies = [() => caller(), () => caller(ownerA.request), () => caller(admin)];
    await walk(log, { ownerA, ownerB, sandboxUrl }, copies);
    expect(log.names).toEqual(names.map(name => `__Host-gangway.${name}`));
    expect(log.headers.length).toBeGreaterThan(isFull ? 20 : 10);
    for (const cookie of log.headers) {
      expect.soft(flags(cookie), cookie).toEqual(expect.arrayContaining(["path=/", "httponly", "secure"]));
      expect.soft(cookie).toMatch(/;\s*samesite=(lax|strict)/i);
      expect.soft(cookie).not.toMatch(/;\s*domain=/i);
    }
  } finally {
    for (const request of made) await request.dispose();
    await product.end();
  }
});

test("bar 13: without https, which only demo and test have, cookies are bare but closed to scripts all the same", async ({
  caller,
  staff,
  sandboxUrl,
}) => {
  const log = new CookieLog();
  const [ownerA, ownerB, admin] = [
    await signUpStore(await caller()),
    await signUpStore(await caller()),
    await staff("admin"),
  ];
  await comeAndGo(log, await caller());
  // The same code sets both kinds of cookies: whom the test above walks as as well, the short form lets be.
  const others = isFull ? [() => caller(), () => caller(admin.request)] : [];
  const copies = [() => caller(ownerA.request), ...others];
  await walk(log, { ownerA, ownerB, sandboxUrl }, copies);
  expect(log.names).toEqual(names.map(name => `gangway.${name}`));
  for (const cookie of log.headers) {
    expect.soft(flags(cookie), cookie).toEqual(expect.arrayContaining(["path=/", "httponly"]));
    expect.soft(flags(cookie), cookie).not.toContain("secure");
    expect.soft(cookie).toMatch(/;\s*samesite=(lax|strict)/i);
    expect.soft(cookie).not.toMatch(/;\s*domain=/i);
  }
});
