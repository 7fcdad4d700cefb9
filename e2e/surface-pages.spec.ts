import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { type Person, post, type StoreOwner } from "./people";
import { rawRequest, sendRaw } from "./raw-http";

const ownPages = (code: string) =>
  ["onboarding", "onboarding/merchant-profile", "onboarding/letzshop-api", "dashboard", "orders", "products"].map(
    page => `/store/${code}/${page}`,
  );
const store = "/api/v1/store/onboarding";
const ownCalls = [`${store}/status`, `${store}/step/merchant-profile`, `${store}/step/letzshop-api`, "/api/v1/auth/me"];

/** Everything an address shows: as a page, as Flight for navigation, and as Flight for prefetching. */
async function showings(request: APIRequestContext, address: string): Promise<string> {
  const asked: Record<string, string>[] = [{}, { RSC: "1" }, { RSC: "1", "Next-Router-Prefetch": "1" }];
  const answers = await Promise.all(asked.map(headers => request.get(address, { headers })));
  return (await Promise.all(answers.map(answer => answer.text()))).join("\n");
}

/** What of a person and a store the database keeps for itself. */
async function secretsOf({ code, phoneNumber }: StoreOwner): Promise<string[]> {
  const kept = await transaction("system", async tx => ({
    store: await tx.store.findUniqueOrThrow({ where: { code }, include: { letzshop: true } }),
    user: await tx.user.findUniqueOrThrow({ where: { phoneNumber }, include: { sessions: true, devices: true } }),
    challenges: await tx.otpChallenge.findMany({ where: { identifier: phoneNumber } }),
  }));
  return [
    kept.store.letzshop?.apiKey,
    ...kept.user.sessions.map(({ id }) => id),
    ...kept.user.devices.map(({ tokenHash }) => tokenHash),
    ...kept.challenges.flatMap(({ codeHash, browserHash }) => [codeHash, browserHash]),
  ].filter(text => text !== undefined);
}

const idOf = ({ phoneNumber }: Person) =>
  transaction("system", async tx => (await tx.user.findUniqueOrThrow({ where: { phoneNumber } })).id);

test("bar 31: no page, Flight payload or answer shows what the database keeps for itself, to nobody", async ({
  storeAt,
  staff,
}) => {
  const [owner, admin, operator] = [await storeAt("product_import"), await staff("admin"), await staff("operator")];
  const secrets = await secretsOf(owner);
  expect(secrets.length).toBeGreaterThan(4);
  const id = await idOf(owner);
  const desk = ["/admin", "/admin/stores", "/admin/people", `/admin/people/${id}`];
  const data = ["/api/v1/admin/stores", "/api/v1/admin/people?limit=100", `/api/v1/admin/people/${id}`];
  for (const [who, addresses] of [
    [owner, [...ownPages(owner.code), ...ownCalls, "/choose", "/"]],
    [admin, [...desk, ...data]],
    [operator, [...desk, ...data]],
  ] as const)
    for (const address of addresses) {
      const shown = await showings(who.request, address);
      expect
        .soft(
          secrets.filter(secret => shown.includes(secret)),
          `${address} for ${who.name}`,
        )
        .toEqual([]);
      expect.soft(shown, `${address} for ${who.name}`).not.toMatch(/code_?hash|token_?hash|browser_?hash|"payload"/i);
    }
});

test("bar 31: an operator's desk holds nobody's number or address, not even behind the page", async ({
  storeAt,
  staff,
}) => {
  const [owner, operator] = [await storeAt("merchant_profile"), await staff("operator")];
  const id = await idOf(owner);
  for (const address of [
    "/admin/people",
    `/admin/people/${id}`,
    "/api/v1/admin/people",
    `/api/v1/admin/people/${id}`,
  ]) {
    const shown = await showings(operator.request, address);
    for (const text of [owner.phoneNumber, owner.phoneNumber.slice(4), owner.email, owner.name])
      expect.soft(shown, `${address}: ${text}`).not.toContain(text);
  }
});

test("bar 33: what is for one person is stored by nobody and shown to no other, fifty at a time", async ({
  storeAt,
  caller,
}) => {
  const [a, b] = await Promise.all([storeAt("letzshop_api"), storeAt("letzshop_api")]);
  const nobody = await caller();
  for (const owner of [a, b])
    for (const address of [...ownPages(owner.code), ...ownCalls, "/choose"]) {
      const answer = await owner.request.get(address, { maxRedirects: 0 });
      expect.soft(answer.headers()["cache-control"], address).toMatch(/private.*no-store/);
    }
  const people = [
    { request: a.request, mine: a, others: [b.marker, b.phoneNumber] },
    { request: b.request, mine: b, others: [a.marker, a.phoneNumber] },
    { request: nobody, mine: a, others: [a.marker, b.marker, a.phoneNumber, b.phoneNumber] },
  ];
  const addressesOf = (code: string) => ["/", `/store/${code}/onboarding/merchant-profile`, ...ownCalls];
  const rounds = Array.from({ length: 50 }, (_, i) => people[i % people.length] ?? people[0]);
  const leaks = rounds.map(async (person, i) => {
    if (!person) return;
    const addresses = addressesOf(person.mine.code);
    const address = addresses[Math.floor(i / people.length) % addresses.length] ?? "/";
    const shown = await (await person.request.get(address)).text();
    expect
      .soft(
        person.others.filter(text => shown.includes(text)),
        `${address} of ${i}`,
      )
      .toEqual([]);
  });
  await Promise.all(leaks);
});

test("bar 34: a private page with a file's name at its end is not there, and nothing may keep it", async ({
  storeAt,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = `/store/${owner.code}/onboarding/merchant-profile`;
  const tails = ["/x.css", "/x.js", ".css", ";x.css", "%2fx.css", "/%2e%2e/x.png", "%0ax.css", "%23x.css"];
  for (const address of [page, "/api/v1/auth/me", "/choose"].flatMap(start => tails.map(tail => start + tail))) {
    const answer = await owner.request.get(address, { maxRedirects: 0 });
    expect.soft(answer.status(), address).toBeLessThan(500);
    const isKept = !/no-store/.test(answer.headers()["cache-control"] ?? "");
    expect.soft(isKept && (await answer.text()).includes(owner.marker), address).toBe(false);
  }
});

test("bar 34: no Host or forwarded header gets into a link, a redirect or a message", async ({
  address,
  storeAt,
  request,
}) => {
  const evil = {
    Host: "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    Forwarded: "host=evil.example",
  };
  const paths = [
    "/",
    "/login",
    "/admin",
    "/signup/store",
    "/docs/api",
    "/no/such/page",
    "/api/openapi.json",
    "/api/auth/providers",
  ];
  for (const path of [...paths, "/api/auth/signin", "/api/auth/csrf"]) {
    const answer = await sendRaw(address, rawRequest(`GET ${path}`, evil));
    expect.soft(answer.status, path).toBeLessThan(500);
    expect.soft(answer.text, path).not.toContain("evil.example");
  }
  const owner = await storeAt("merchant_profile");
  const { Host: _host, ...forwarded } = evil;
  const phoneNumber = owner.phoneNumber.replace(/^\+352621/, "+352671");
  const sent = await request.post("/api/v1/auth/send-otp", {
    data: { phone_number: phoneNumber },
    headers: { ...forwarded, Origin: address },
  });
  expect(sent.status()).toBe(202);
  const messages = await (await request.get("/api/dev/outbox", { params: { to: phoneNumber } })).text();
  expect(messages).not.toContain("evil.example");
  expect(messages).toContain(`@${new URL(address).hostname} #`);
  await post(owner.request, "/api/v1/auth/logout", {});
});
