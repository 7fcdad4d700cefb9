import { isFull } from "@/lib/platform/testing/full-form";
import { expect, test } from "./fixtures";
import { newPhoneNumber } from "./people";
import { rawRequest, sendRaw } from "./raw-http";

const fixed: Record<string, RegExp> = {
  "strict-transport-security": /^max-age=31536000; includeSubDomains$/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /origin|no-referrer/,
  "cross-origin-opener-policy": /^same-origin$/,
  "x-frame-options": /^DENY$/,
  "x-request-id": /^req_[a-z2-7]+$/,
};

/** One request of every kind, with the status it gets. */
const kinds: [number, string, Record<string, string>?, string?][] = [
  [200, "GET /login"],
  [200, "GET /api/health/live"],
  [200, "HEAD /login"],
  [200, "GET /icon.svg"],
  [307, "GET /admin"],
  [404, "GET /no/such/page"],
  [404, "GET /_next/static/nothing.js"],
  [404, "GET /api/v1/nothing"],
  [401, "GET /api/v1/auth/me"],
  [405, "PATCH /api/v1/auth/me"],
  [405, "TRACE /"],
  [405, "CONNECT example.com:1"],
  [403, "POST /api/v1/auth/send-otp", { "Content-Length": "2", "Content-Type": "application/json" }, "{}"],
  [403, "POST /login", { "Next-Action": "x", Origin: "https://evil.example", "Content-Length": "0" }],
  [400, "GET /%zz"],
  [400, "OPTIONS /login"],
  [204, "OPTIONS /api/v1/auth/send-otp"],
  [431, "GET /login", { "X-Long": "a".repeat(100_000) }],
  [417, "POST /api/v1/auth/send-otp", { Expect: "everything", "Content-Length": "0" }],
  [400, "GARBAGE"],
];

test("bar 36: every kind of answer has the header set, a charset, and names no framework", async ({
  address,
  request,
}) => {
  const script = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get("/login")).text())?.[0] ?? "";
  for (const [status, line, headers, body] of [...kinds, [200, `GET ${script}`] as (typeof kinds)[number]]) {
    const answer = await sendRaw(address, rawRequest(line, headers, body));
    expect.soft(answer.status, line).toBe(status);
    for (const [name, value] of Object.entries(fixed))
      expect.soft(answer.headers.get(name) ?? "", `${line}: ${name}`).toMatch(value);
    expect.soft(answer.headers.get("x-powered-by"), line).toBeUndefined();
    expect.soft(answer.headers.get("server"), line).toBeUndefined();
    const type = answer.headers.get("content-type") ?? "";
    if (/^(text|application\/javascript)/.test(type)) expect.soft(type, line).toMatch(/charset=utf-8/i);
  }
});

test("bar 37: no other origin may read anything, and none is reflected", async ({ caller }) => {
  const request = await caller();
  for (const Origin of ["https://evil.example", "null", "http://localhost", "https://localhost.evil.example"])
    for (const path of ["/login", "/api/health", "/api/openapi.json", "/api/v1/auth/me", "/api/auth/session"])
      for (const method of ["GET", "OPTIONS"]) {
        const headers = { Origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x" };
        const answer = await request.fetch(path, { method, headers });
        const given = Object.entries(answer.headers()).filter(([name]) => name.startsWith("access-control-"));
        expect.soft(given, `${method} ${path} from ${Origin}`).toEqual([]);
      }
});

const notServed = [
  ...["/.env", "/.env.local", "/.git/config", "/.git/HEAD", "/.data/secrets.json", "/.next/BUILD_ID", "/package.json"],
  ...["/next.config.mjs", "/prisma/schema.prisma", "/node_modules/next/package.json", "/scripts/serve.mjs"],
  ...[
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/package.json",
    "/_next/../package.json",
    "/_next/static/..%2f..%2fpackage.json",
  ],
  ...[
    "/__nextjs_original-stack-frame",
    "/__nextjs_source-map",
    "/_next/webpack-hmr",
    "/_next/mcp",
    "/_next/data/x/login.json",
  ],
  ...["/_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2Fx.png&w=64&q=75", "/_next/image?url=%2Ficon.svg&w=64&q=75"],
];

test("bar 38: no dotfile, source, dev endpoint, image proxy or upgrade is served", async ({ address }) => {
  for (const path of notServed) {
    const answer = await sendRaw(address, rawRequest(`GET ${path}`));
    expect.soft([400, 404, 405], `${path}: ${answer.status}`).toContain(answer.status);
    expect.soft(answer.text, path).not.toMatch(/"dependencies"|DATABASE_URL|AUTH_SECRET|\[core\]|ref: refs/);
  }
  const upgrade = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "eA==",
  };
  for (const path of ["/", "/_next/webpack-hmr"]) {
    const answer = await sendRaw(address, rawRequest(`GET ${path}`, upgrade), 1_500);
    expect.soft([101, 500, 0], path).not.toContain(answer.status);
  }
});

test("bar 38: scripts name no source map, and none is served", async ({ request }) => {
  const html = await (await request.get("/login")).text();
  const scripts = [...new Set(html.match(/\/_next\/static\/[^"\\]+\.js/g))];
  expect(scripts.length).toBeGreaterThan(2);
  for (const script of scripts) {
    expect.soft(await (await request.get(script)).text(), script).not.toContain("sourceMappingURL=");
    expect.soft((await request.get(`${script}.map`)).status(), script).toBe(404);
  }
});

const inside =
  /node_modules|\bat \S+ \(|\.(ts|tsx|mjs|js):\d+|prisma|postgres|\bSELECT\b|\bINSERT\b|ECONN|\/(home|tmp|work|var|app)\/|stack/i;

test("bar 40: whatever goes wrong, an answer shows a text and a code to quote, nothing from inside", async ({
  caller,
  storeAt,
}) => {
  const [nobody, owner] = [await caller(), await storeAt("merchant_profile")];
  const json = { "Content-Type": "application/json" };
  const store = "/api/v1/store/onboarding/step";
  const calls: [string, string, string?][] = [
    ["POST", "/api/v1/auth/send-otp", "{broken"],
    ["POST", "/api/v1/auth/send-otp", '"text"'],
    ["POST", "/api/v1/auth/send-otp", '{"__proto__":{"phone_number":1}}'],
    ["POST", "/api/v1/auth/send-otp", `{"phone_number":${"[".repeat(500)}${"]".repeat(500)}}`],
    ["POST", "/api/v1/auth/verify-otp", '{"challenge_id":1e400,"otp":{}}'],
    ["POST", "/api/v1/auth/verify-otp", '{"challenge_id":"\\u0000","otp":"123456"}'],
    ["POST", "/api/v1/auth/choose", '{"role":"god"}'],
    ["POST", "/api/v1/auth/choose", '{"role":"store","store_id":99999999999999999999}'],
    ["GET", `${store}/order-sync/progress/99999999999999999999`],
    ["GET", `${store}/order-sync/progress/abc`],
    ["GET", `${store}/order-sync/progress/%00`],
    ["GET", "/api/v1/admin/people?limit=-1&cursor=x"],
    ["GET", "/api/v1/admin/people/1e9"],
    ["GET", "/api/dev/outbox?to=%00"],
    ["POST", `${store}/merchant-profile`, '{"version":"x"}'],
    ["POST", `${store}/letzshop-api/test`, '{"api_key":"no_such_key","shop_slug":"demo-shop"}'],
    ["POST", `${store}/order-sync/trigger`, '{"days_back":1e308}'],
    ["GET", "/store/%00/dashboard"],
    ["GET", "/store/%F0%9F%98%80/onboarding/%2e%2e"],
    ["GET", "/admin/people/99999999999999999999"],
  ];
  for (const [method, path, body] of calls)
    for (const request of [nobody, owner.request]) {
      const data = body === undefined ? undefined : Buffer.from(body);
      const answer = await request.fetch(path, { method, data, headers: { ...json, Accept: "application/json" } });
      expect.soft(answer.status(), `${method} ${path} ${body}`).not.toBe(500);
      if (/json/.test(answer.headers()["content-type"] ?? ""))
        expect.soft(await answer.text(), `${method} ${path} ${body}`).not.toMatch(inside);
      expect.soft(answer.headers()["x-request-id"], path).toMatch(/^req_/);
    }
});

test("bar 41: bodies and headers have an end, however they arrive", async ({ caller, address }) => {
  const request = await caller();
  const five = JSON.stringify({ phone_number: "1".repeat(5_000_000) });
  const headers = { "Content-Type": "application/json" };
  const whole = await request.post("/api/v1/auth/send-otp", { data: Buffer.from(five), headers });
  expect(whole.status()).toBe(413);
  const chunk = `40000\r\n${"x".repeat(0x40000)}\r\n`;
  const chunked = { ...headers, Origin: address, "Transfer-Encoding": "chunked" };
  const endless = await sendRaw(address, rawRequest("POST /api/v1/auth/send-otp", chunked, chunk.repeat(8)));
  expect(endless.status, "without a length and without an end").toBe(413);
  const wide = await sendRaw(address, rawRequest("GET /login", { Cookie: "a=b; ".repeat(20_000) }));
  expect(wide.status).toBe(431);
  const fine = await request.post("/api/v1/auth/send-otp", { data: { phone_number: newPhoneNumber() } });
  expect(fine.status(), "the server goes on").toBe(202);
});

if (isFull)
  test("bar 41: who sends headers letter by letter is cut off within the minute", async ({ address }) => {
    test.setTimeout(90_000);
    const since = Date.now();
    const answer = await sendRaw(address, "GET /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: a", 80_000);
    expect(answer.status).toBe(408);
    expect(Date.now() - since).toBeLessThan(60_000);
  });
