import { createServer } from "node:http";
import type { APIResponse } from "@playwright/test";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { type Cast, inside, points } from "./failures";
import { expect, test } from "./fixtures";
import { OwnPeople } from "./own-people";
import { answers } from "./people";

// One product for all, which is broken in one place at a time.
test.describe.configure({ mode: "default" });

const stranger =
  /vault47|node_modules|\bat \S+ \(|\.(ts|tsx|mjs|js):\d+|prisma|postgres|\bSELECT\b|\bINSERT\b|ECONN|\/(home|tmp|work|var|srv)\//i;
let product: OwnProduct;
let people: OwnPeople;
let cast: Cast;

test.beforeAll("a product of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  product = await OwnProduct.start({ RATE_LIMIT_SCALE: "100" });
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
  const [shop, wizard] = [await people.storeAt("complete"), await people.storeAt("letzshop_api")];
  cast = { shop, wizard, admin: await people.staff("admin"), nobody: await people.caller(), cronSecret };
});

test.afterAll(async () => {
  await people?.leave();
  await product?.end();
});

/** A failure told well: nothing from inside, and the id of the request as the code to quote, under which the log has the cause. */
async function expectTold(answer: APIResponse, name: string, status = 500): Promise<void> {
  const id = answer.headers()["x-request-id"] ?? "";
  const text = await answer.text();
  expect.soft(answer.status(), name).toBe(status);
  expect.soft(id, name).toMatch(/^req_[a-z2-7]+$/);
  expect.soft(JSON.stringify(answer.headers()) + text, name).not.toMatch(stranger);
  if (/html/.test(answer.headers()["content-type"] ?? "")) {
    expect.soft(text, name).toContain(`<code>${id}</code>`);
    expect.soft(text.replace(/<[^>]*>/g, " "), name).toMatch(/Something went wrong on our side|cannot answer/);
  } else expect.soft(JSON.parse(text).error?.support_code, name).toBe(id);
  const told = product.log.split("\n").filter(line => line.includes(id));
  expect.soft(told.length, `the log has the cause of ${name}`).toBeGreaterThan(0);
}

test("bar 40: whatever breaks behind a page or a call, the answer is a plain 500 with a code to quote, and whole again afterwards", async () => {
  expect(points.length).toBeGreaterThanOrEqual(20);
  for (const { name, broken, ask } of points) {
    const before = await ask(cast);
    expect.soft(before.status(), `${name} before`).toBeLessThan(500);
    await product.database.query(broken.sql);
    const answer = await ask(cast);
    await product.database.query(broken.mend);
    await expectTold(answer, name);
  }
  for (const { name, ask } of points) expect.soft((await ask(cast)).status(), `${name} after`).toBeLessThan(500);
});

test("bar 40: a page that breaks while the browser is on another says nothing from inside either", async () => {
  await product.database.query(`ALTER TABLE orders RENAME TO orders_${inside}`);
  const answer = await cast.shop.request.get(`/store/${cast.shop.code}/orders`, { headers: { RSC: "1" } });
  await product.database.query(`ALTER TABLE orders_${inside} RENAME TO orders`);
  expect(await answer.text()).not.toMatch(/vault47|prisma|\bSELECT\b|lib\/platform/);
  const id = answer.headers()["x-request-id"] ?? "";
  expect(product.log, "the log has the cause").toContain(id);
});

test("bar 40: a table that is locked is a 503 to come back to, not a failure", async () => {
  await product.database.query("BEGIN; LOCK TABLE store_profile IN ACCESS EXCLUSIVE MODE");
  const call = cast.wizard.request.get("/api/v1/store/onboarding/step/merchant-profile");
  const page = cast.wizard.request.get(`/store/${cast.wizard.code}/onboarding/merchant-profile`);
  const both = await Promise.all([call, page]);
  await product.database.query("ROLLBACK");
  for (const answer of both) await expectTold(answer, answer.url(), 503);
});

test("bar 40: without a database every page and call is a 503 within seconds, the process lives, and all is well when it is back", async () => {
  await product.relay.shut();
  const { shop, admin, nobody } = cast;
  const headers = { Accept: "text/html" };
  const asked = [
    nobody.get("/api/health"),
    shop.request.get("/api/v1/auth/me"),
    shop.request.get("/api/v1/store/onboarding/status"),
    nobody.post("/api/v1/auth/send-otp", { data: { phone_number: "+352621000999" } }),
    shop.request.get(`/store/${shop.code}/dashboard`, { headers }),
    shop.request.get("/", { headers }),
    admin.request.get("/admin", { headers }),
  ];
  const [health, ...others] = await Promise.all(asked);
  expect.soft(health?.status()).toBe(503);
  expect.soft(await health?.text()).not.toMatch(stranger);
  for (const answer of others) await expectTold(answer, answer.url(), 503);
  expect.soft((await nobody.get("/api/health/live")).status(), "it is the database that is gone, not we").toBe(200);
  expect.soft((await nobody.get("/login", { headers })).status(), "who has no session needs no database").toBe(200);
  await product.relay.open();
  await expect.poll(async () => (await shop.request.get("/api/v1/auth/me")).status(), { timeout: 15_000 }).toBe(200);
  for (const { name, ask } of points) expect.soft((await ask(cast)).status(), `${name} after`).toBeLessThan(500);
  expect(product.isAlive).toBe(true);
});

test("bar 40: what an upstream says when it fails stays with us", async ({ playwright, sandboxUrl, cronSecret }) => {
  const upstream = createServer((_, response) => response.writeHead(500).end(`<h1>${inside} stack at x.rb:12</h1>`));
  await new Promise<void>(resolve => upstream.listen(0, "127.0.0.1", resolve));
  const at = upstream.address();
  const url = `http://127.0.0.1:${at !== null && typeof at === "object" ? at.port : 0}`;
  const other = await OwnProduct.start({ LETZSHOP_API_URL: `${url}/graphql`, OUTBOUND_PRIVATE_ORIGINS: url });
  const there = new OwnPeople(other, playwright.request, { sandboxUrl, cronSecret });
  try {
    const owner = await there.storeAt("letzshop_api");
    const step = "/api/v1/store/onboarding/step/letzshop-api";
    const tested = await owner.request.post(`${step}/test`, { data: answers.letzshopKey });
    const saved = await owner.request.post(step, { data: answers.letzshopKey });
    expect(saved.status()).toBe(502);
    expect((await saved.json()).error.support_code).toBe(saved.headers()["x-request-id"]);
    for (const answer of [tested, saved]) expect(await answer.text()).not.toMatch(stranger);
  } finally {
    await there.leave();
    await other.end();
    upstream.close();
  }
});
