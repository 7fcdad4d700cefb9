import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { expect, test } from "./fixtures";
import type { Person, StoreOwner } from "./people";

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
  ].filter(text => typeof text === "string");
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

test("bar 33: what is for one person is stored by nobody and shown to no other, fifty at a time (a thousand in the full form)", async ({
  storeAt,
  caller,
}) => {
  test.setTimeout(isFull ? 240_000 : 60_000);
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
  let own = 0;
  const leaks = async (i: number) => {
    const person = people[i % people.length];
    if (!person) return [];
    const addresses = addressesOf(person.mine.code);
    const address = addresses[Math.floor(i / people.length) % addresses.length] ?? "/";
    const shown = await (await person.request.get(address)).text();
    if (shown.includes(person.mine.marker)) own += 1;
    return person.others.filter(text => shown.includes(text)).map(text => `${address} of ${i} shows ${text}`);
  };
  const rounds = isFull ? 20 : 1;
  for (let round = 0; round < rounds; round++) {
    const fifty = Array.from({ length: 50 }, (_, i) => leaks(round * 50 + i));
    expect((await Promise.all(fifty)).flat()).toEqual([]);
  }
  expect(own, "people see what is theirs").toBeGreaterThan(10 * rounds);
});
