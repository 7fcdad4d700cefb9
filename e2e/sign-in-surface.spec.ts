import type { APIResponse } from "@playwright/test";
import { expect, test } from "./fixtures";
import { matrix, type World } from "./matrix";
import { signUpStore } from "./people";
import { rawRequest, sendRaw } from "./raw-http";

const hasText = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml))|image\/svg\+xml)/;

function expectCharset(answer: APIResponse, what: string): void {
  const type = answer.headers()["content-type"] ?? "";
  if (hasText.test(type)) expect.soft(type, what).toMatch(/;\s*charset=utf-8/i);
}

test("bar 36: every text that leaves names its charset: pages, routes, next-auth, files and refusals", async ({
  caller,
  staff,
  sandboxUrl,
}) => {
  const [nobody, admin, owner] = [await caller(), await staff("admin"), await signUpStore(await caller())];
  const world: World = { ownerA: owner, ownerB: owner, sandboxUrl };
  const safe = matrix.filter(({ verb }) => /PAGE|GET/.test(verb)).map(row => row.call(world));
  const providers = ["session", "csrf", "providers", "signin", "error", "nothing"].map(name => `/api/auth/${name}`);
  const html = await (await nobody.get("/login")).text();
  const files = ["/icon.svg", ...new Set(html.match(/\/_next\/static\/[^"\\]+\.(js|css)/g))];
  expect(files.length).toBeGreaterThan(3);
  for (const path of [...safe, ...providers, ...files, "/no/such/page", "/api/nothing", "/%zz"])
    for (const request of [nobody, owner.request, admin.request]) {
      expectCharset(await request.get(path, { maxRedirects: 0 }), path);
      expectCharset(await request.get(path, { maxRedirects: 0, headers: { RSC: "1" } }), `Flight of ${path}`);
    }
  for (const path of providers) expectCharset(await nobody.post(path, { form: { json: "true" } }), `POST ${path}`);
  const session = await nobody.get("/api/auth/session");
  expect(session.headers()["content-type"]).toBe("application/json; charset=utf-8");
});

const odd = ["PUT", "PATCH", "DELETE", "PROPFIND", "MKCOL", "LOCK", "REPORT", "PURGE", "TRACE"];

test("bar 38: a page answers no verb but GET, HEAD and POST; a route none that it does not have", async ({
  address,
  caller,
}) => {
  for (const path of ["/", "/login", "/admin", "/dev/outbox", "/no/such/page", "/icon.svg", "/login?a=/api/"])
    for (const verb of odd) {
      const answer = await sendRaw(address, rawRequest(`${verb} ${path}`, { "Content-Length": "0" }));
      expect.soft(answer.status, `${verb} ${path}`).toBe(405);
      expect.soft(answer.headers.get("allow"), `${verb} ${path}`).toBe("GET, HEAD, POST, OPTIONS");
      expect.soft(answer.headers.get("content-type")).toMatch(/charset=utf-8/);
      expect.soft(answer.text, `${verb} ${path}`).not.toContain("<html");
    }
  const request = await caller();
  for (const verb of odd.slice(0, 3)) {
    const answer = await request.fetch("/api/v1/auth/send-otp", { method: verb });
    expect.soft(answer.status(), verb).toBe(405);
    expect.soft((await answer.json()).error.code).toBe("method_not_allowed");
  }
  expect((await request.head("/login")).status()).toBe(200);
});
