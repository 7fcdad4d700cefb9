import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { listDoors } from "@/lib/platform/testing/rules/doors";
import { readSources } from "@/lib/platform/testing/sources";
import { expect, test } from "./fixtures";
import { signUpAgent } from "./own-agent";
import { signUpPractitioner } from "./own-practitioner";
import { answers, newPhoneNumber, type Person, type StoreOwner, signIn } from "./people";

const unsafe = ["POST", "PUT", "PATCH", "DELETE"];
const fill = (address: string) =>
  address
    .replace("/jobs/[id]", "/jobs/00000000-0000-4000-8000-000000000000")
    .replace(/\[(?:jobId|importId)\]/, "1")
    .replace("/deliveries/[id]", "/deliveries/msg_of_nobody")
    .replace("[id]", "999999999");
/** Every address of ours with an unsafe verb; next-auth has a token of its own, and the last one is nowhere. */
const listUnsafe = () =>
  listDoors(readSources()).filter(({ verb, address }) => unsafe.includes(verb) && !address.includes("[..."));

async function cookieOf({ request }: Pick<Person, "request">): Promise<string> {
  const { cookies } = await request.storageState();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

// Behind these doors nobody is known by a cookie: what a page may send without being asked is worth nothing there.
const wantedAt: Record<string, string> = {
  cron: "401 unauthenticated",
  partner: "401 missing_signature",
  link: "200 undefined",
};

/** All that a store is, as the database has it. */
const everythingOf = ({ code }: StoreOwner) =>
  transaction("system", async tx => {
    const onboarding = { include: { steps: { orderBy: { id: "asc" } }, runs: { orderBy: { id: "asc" } } } } as const;
    const more = { onboarding, profile: true, letzshop: true, productImport: true, imports: true, roles: true };
    return JSON.stringify(await tx.store.findUniqueOrThrow({ where: { code }, include: more }));
  });

test("bar 28: every unsafe handler refuses a call that does not come from our pages, whoever is signed in", async ({
  storeAt,
  staff,
  address,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  const cookies = [await cookieOf(owner), await cookieOf(admin)];
  const before = await everythingOf(owner);
  const strange: Record<string, string>[] = [
    {},
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "not an origin" },
    { Origin: `${address}.evil.example` },
    { Origin: address.replace("http:", "https:") },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none", Origin: address },
    { "Sec-Fetch-Site": "same-origin", Origin: "https://evil.example" },
    { Referer: `${address}/login` },
  ];
  const doors = listUnsafe();
  expect(doors.length).toBeGreaterThan(15);
  let turn = 0;
  for (const { verb, address: path, door } of doors)
    for (const given of strange) {
      turn += 1;
      // In the short form one of the two in turn.
      for (const Cookie of isFull ? cookies : [cookies[turn % cookies.length] ?? ""]) {
        const headers = { "Content-Type": "application/json", Cookie, ...given };
        const answer = await fetch(`${address}${fill(path)}`, { method: verb, body: "{}", headers });
        const { error } = (await answer.json()) as { error: { code: string } | null };
        const wanted = wantedAt[String(door)] ?? "403 bad_origin";
        expect.soft(`${answer.status} ${error?.code}`, `${verb} ${path} ${JSON.stringify(given)}`).toBe(wanted);
      }
    }
  expect(await everythingOf(owner)).toBe(before);
  expect((await owner.request.get("/api/v1/auth/me")).status(), "nobody was signed out").toBe(200);
});

/** Somebody who is let in at a customer's door; what they may do there is another question. */
async function customerOf(request: APIRequestContext): Promise<Pick<Person, "request">> {
  const phoneNumber = newPhoneNumber();
  await transaction("system", async tx => {
    const { id: userId } = await tx.user.create({ data: { phoneNumber } });
    const at = new Date();
    const { id: customerId } = await tx.customer.create({ data: { name: "Acme", createdAt: at, updatedAt: at } });
    await tx.userRole.create({ data: { userId, role: "customer" } });
    await tx.customerUser.create({ data: { customerId, userId, role: "viewer", joinedAt: at } });
  });
  await signIn(request, phoneNumber);
  return { request };
}

test("bar 28: where a body is read only JSON is, also from our own pages", async ({ caller, storeAt, staff }) => {
  const [owner, admin] = [await storeAt("merchant_profile"), await staff("admin")];
  const [practitioner, agent] = [await signUpPractitioner(await caller()), await signUpAgent(await caller())];
  const customer = await customerOf(await caller());
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
  ];
  const withoutBody = [
    "/api/v1/auth/logout",
    "/api/v1/admin/alerts/[id]/ack",
    "/api/v1/admin/audit/verify",
    "/api/v1/admin/bulk/[id]/abort",
    "/api/v1/admin/outbox/[id]/retry",
    "/api/v1/admin/alert-rules/[id]/test",
    "/api/v1/admin/calling/import/[id]/start",
    "/api/v1/admin/members/[id]/cancel",
    "/api/v1/admin/partners/[id]/webhook/rotate",
    "/api/v1/admin/partners/[id]/webhook/test",
    "/api/v1/admin/deliveries/[id]/replay",
    "/api/v1/admin/customers/[id]/onboarding",
    "/api/v1/admin/employers/[id]/imports/[importId]/abort",
    "/api/v1/notifications/[id]/read",
    "/api/v1/admin/members/[id]/resend",
    "/api/v1/beneficiary/invite/[token]/renew",
    "/api/v1/customer/invites/[id]/resend",
    "/api/v1/customer/invites/[id]/revoke",
    "/api/v1/admin/people/[id]/view-as/end",
  ];
  const imports = ["/api/v1/admin/calling/import", "/api/v1/admin/employers/[id]/imports"];
  const withFile = ["/api/v1/uploads", ...imports];
  for (const { verb, address: path, door } of listUnsafe()) {
    if (wantedAt[String(door)] || verb === "DELETE" || withoutBody.includes(path)) continue;
    const { request } = { admin, internal: admin, practitioner, agent, customer }[String(door)] ?? owner;
    for (const type of types) {
      if (withFile.includes(path) && type.startsWith("multipart/")) continue;
      const headers = { "Content-Type": type };
      const answer = await request.fetch(fill(path), { method: verb, data: Buffer.from("{}"), headers });
      expect.soft(answer.status(), `${verb} ${path} as ${type}`).toBe(415);
    }
  }
});

const extras = {
  id: 1,
  user_id: 1,
  store_id: 1,
  owner_id: 1,
  role: "admin",
  roles: ["admin"],
  status: "complete",
  state: "complete",
  is_completed: true,
  completed: true,
  completed_at: "2020-01-01T00:00:00Z",
  skipped_by_admin: true,
  price: 0,
  verified_at: "2020-01-01T00:00:00Z",
  created_at: "2020-01-01T00:00:00Z",
};

test("bar 30: a key that no form of ours sends is refused by name, and nothing is written", async ({
  storeAt,
  staff,
  sandboxUrl,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  const before = await everythingOf(owner);
  const step = "/api/v1/store/onboarding/step";
  const signup = { store_name: "A", owner_name: "B", email: "a@example.com", phone_number: newPhoneNumber() };
  const bodies: [string, object, Person?][] = [
    ["/api/v1/store/signup", signup],
    ["/api/v1/auth/send-otp", { phone_number: newPhoneNumber() }],
    ["/api/v1/auth/verify-otp", { challenge_id: "x", otp: "000000" }],
    ["/api/v1/auth/logout-everywhere", {}],
    [`${step}/merchant-profile`, answers.merchantProfile(owner)],
    [`${step}/letzshop-api`, answers.letzshopKey],
    [`${step}/letzshop-api/test`, answers.letzshopKey],
    [`${step}/product-import`, answers.productImport(sandboxUrl)],
    [`${step}/order-sync/quote`, answers.orderSync],
    [`${step}/order-sync/trigger`, answers.orderSync],
    [`${step}/order-sync/complete`, {}],
    ["/api/v1/admin/people/999999999/disable", { reason: "asked for by phone" }, admin],
  ];
  for (const [path, body, who = owner] of bodies)
    for (const [key, value] of Object.entries(extras)) {
      const answer = await who.request.post(path, { data: { ...body, [key]: value } });
      const { error } = await answer.json();
      const named = error?.errors?.some((fault: { field: string }) => fault.field === key);
      expect.soft(`${answer.status()} ${named}`, `${path} with ${key}`).toBe("400 true");
    }
  expect(await everythingOf(owner)).toBe(before);
});
