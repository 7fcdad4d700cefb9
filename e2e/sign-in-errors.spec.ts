import type { APIRequestContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { env } from "@/lib/platform/env";
import { readSources } from "@/lib/platform/testing/sources";
import { expect, test } from "./fixtures";
import { matrix, type World } from "./matrix";
import { newPhoneNumber, post, signUpStore } from "./people";

const auth = "/api/v1/auth";
const trouble = { error: "Configuration", message: "There is a problem with the server configuration." };

/** What a library may hand out in place of a session, as the contents of a cookie that carries our own seal. */
const disguises: Record<string, Record<string, unknown>> = {
  "an error": trouble,
  "an error with a person": { ...trouble, sub: "1" },
  "an error where the row should be": { sub: "1", sid: trouble },
  "an error where the person should be": { sub: trouble, sid: "x" },
  "a list where the row should be": { sub: "1", sid: ["x"] },
  "true where the row should be": { sub: "1", sid: true },
  nothing: {},
};

test("bar 16: what is an error and no session opens no page and no route", async ({
  caller,
  playwright,
  address,
  sandboxUrl,
}) => {
  const owner = await signUpStore(await caller());
  const world: World = { ownerA: owner, ownerB: owner, sandboxUrl };
  const rows = matrix.filter(({ outcomes, verb }) => outcomes.anonymous !== outcomes.admin && /GET|PAGE/.test(verb));
  expect(rows.length).toBeGreaterThan(15);
  for (const [name, token] of Object.entries(disguises)) {
    const cookie = `gangway.session=${await encode({ token, secret: env.authSecret })}`;
    const extraHTTPHeaders = { Cookie: cookie, Origin: address };
    const liar = await playwright.request.newContext({ baseURL: address, extraHTTPHeaders });
    for (const row of rows) {
      const answer = await liar.get(row.call(world), { maxRedirects: 0 });
      const wanted = row.outcomes.anonymous;
      const got = typeof wanted === "number" ? answer.status() : `→ ${answer.headers().location ?? answer.status()}`;
      const isRefused = typeof wanted === "number" ? got === wanted : String(got).includes(wanted.slice(2));
      expect.soft(isRefused, `${name}: ${row.verb} ${row.address} gave ${got}`).toBe(true);
    }
    const session = await (await liar.get("/api/auth/session")).json();
    expect.soft(session.user, `${name} at next-auth`).toBeUndefined();
    await liar.dispose();
  }
});

/** What next-auth answers when it says no, at each of its doors. */
async function refusals(request: APIRequestContext): Promise<[string, unknown][]> {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const { challenge_id } = await post(request, `${auth}/send-otp`, { phone_number: newPhoneNumber() }, 202);
  const callback = "/api/auth/callback/credentials";
  const forms: [string, Record<string, string>][] = [
    ["a wrong code", { csrfToken, challengeId: challenge_id, otp: "abcdef", json: "true" }],
    ["no challenge", { csrfToken, otp: "000000", json: "true" }],
    ["no token", { challengeId: challenge_id, otp: "000000", json: "true" }],
    ["a foreign token", { csrfToken: "x", challengeId: challenge_id, otp: "000000", json: "true" }],
    ["an odd way back", { csrfToken, callbackUrl: "https://evil.example", otp: "1", json: "true" }],
  ];
  const told: [string, unknown][] = [];
  for (const [name, form] of forms) {
    const answer = await request.post(callback, { form, maxRedirects: 0 });
    const cookies = answer.headersArray().filter(one => /^set-cookie$/i.test(one.name));
    told.push([name, cookies.map(({ value }) => value).filter(value => /session=[^;]/.test(value))]);
  }
  return told;
}

test("bar 16: after whatever next-auth refuses nobody is signed in", async ({ caller }) => {
  const request = await caller();
  for (const [name, sessions] of await refusals(request)) expect.soft(sessions, name).toEqual([]);
  for (const path of ["/api/auth/error?error=Configuration", "/api/auth/signin?error=x", "/api/auth/session"])
    expect.soft((await request.get(path)).status(), path).toBeLessThan(500);
  expect(await (await request.get("/api/auth/session")).json()).toEqual({});
  expect((await request.get(`${auth}/me`)).status()).toBe(401);
  expect((await request.get("/admin", { maxRedirects: 0 })).status()).toBe(307);
});

test("bar 16: nothing of ours asks next-auth who is signed in; the row behind the cookie tells", () => {
  const asking = readSources()
    .filter(({ path }) => /^(app|components|lib)\//.test(path) && path !== "lib/platform/auth/next-auth.ts")
    .filter(({ imports }) => imports.some(one => /^next-auth(\/(?!jwt$).*)?$/.test(one.specifier)))
    .map(({ path }) => path);
  expect(asking).toEqual([]);
});
