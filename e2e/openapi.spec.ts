import type { APIRequestContext } from "@playwright/test";
import sharp from "sharp";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newMessageId } from "@/lib/platform/webhooks/enqueue";
import { idOf } from "./actions";
import { readApiDocument } from "./api-document";
import { expect, test } from "./fixtures";
import { agentsApi, connectAgent, rezenKeys, signUpAgent } from "./own-agent";
import { callingAddress, newPartner, signedHeaders } from "./own-partner";
import {
  calledBefore,
  hearOfMove,
  practitionerApi,
  practitionerSteps,
  settlement,
  signUpPractitioner,
} from "./own-practitioner";
import { answers, newPhoneNumber, type Person, readCode, type StoreOwner, signIn } from "./people";
import { walkSync } from "./walk-agent";
import { walkCustomerPeople } from "./walk-customer-people";
import { walkCustomers } from "./walk-customers";
import { walkEmployers } from "./walk-employers";
import { walkInvite } from "./walk-invite";
import { walkInside } from "./walk-members";
import { walkPartner } from "./walk-partner";
import { walkWebhooks } from "./walk-webhooks";

type SentFile = Record<string, string | { name: string; mimeType: string; buffer: Buffer }>;
type Call = {
  data?: object;
  multipart?: SentFile;
  /** What stands in the address, several in their order. */
  at?: number | string | readonly string[];
  headers?: Record<string, string>;
  query?: string;
};
type Answered = { id: number; job_id: number; challenge_id: string; activation_token: string; url: string };
/** Calls one operation of the document as somebody, and returns its `data`. */
type Hold = (who: { request: APIRequestContext }, operation: string, call?: Call) => Promise<Answered>;

const step = "/api/v1/store/onboarding/step";
const people = "/api/v1/admin/people";
const settings = "/api/v1/store/settings";

async function walkSignIn(hold: Hold, visitor: { request: APIRequestContext }) {
  for (const path of ["/api/health", "/api/health/live", "/api/dev/outbox"]) await hold(visitor, `GET ${path}`);
  await hold(visitor, "POST /api/dev/clock", { data: { advance_seconds: 0 } });
  const phone_number = newPhoneNumber();
  const { challenge_id } = await hold(visitor, "POST /api/v1/auth/send-otp", { data: { phone_number } });
  const otp = await readCode(visitor.request, phone_number);
  await hold(visitor, "POST /api/v1/auth/verify-otp", { data: { challenge_id, otp } });
  await hold(visitor, "GET /api/v1/auth/me");
  await hold(visitor, "GET /api/v1/auth/choose");
  await hold(visitor, "POST /api/v1/auth/logout-everywhere", { data: {} });
  await signIn(visitor.request, newPhoneNumber());
  await hold(visitor, "POST /api/v1/me/erase", { data: { confirm: true } });
  const store = { store_name: "New", owner_name: "New", email: "new@example.com", phone_number: newPhoneNumber() };
  await hold(visitor, "POST /api/v1/store/signup", { data: store });
}

async function walkWizard(hold: Hold, owner: StoreOwner, sandboxUrl: string) {
  for (const slug of ["merchant-profile", "letzshop-api", "product-import"]) await hold(owner, `GET ${step}/${slug}`);
  const { letzshopKey } = answers;
  await hold(owner, `POST ${step}/merchant-profile`, { data: answers.merchantProfile(owner) });
  await hold(owner, `PUT ${step}/merchant-profile/draft`, { data: { description: "Bread" } });
  await hold(owner, `DELETE ${step}/merchant-profile/draft`);
  await hold(owner, `POST ${step}/letzshop-api/test`, { data: letzshopKey });
  await hold(owner, `POST ${step}/letzshop-api/test`, { data: { ...letzshopKey, api_key: "wrong-key" } });
  await hold(owner, `POST ${step}/letzshop-api`, { data: letzshopKey });
  await hold(owner, `DELETE ${settings}/letzshop`);
  await hold(owner, `GET ${step}/letzshop-api`);
  await hold(owner, `POST ${step}/letzshop-api`, { data: letzshopKey });
  await hold(owner, `POST ${step}/product-import`, { data: answers.productImport(sandboxUrl) });
  for (const slug of ["merchant-profile", "letzshop-api", "product-import"]) await hold(owner, `GET ${step}/${slug}`);
  const feed = { url: `${sandboxUrl}/feeds/fr.csv?rows=20`, language: "fr" };
  await hold(owner, `POST ${step}/product-import/preview`, { data: feed });
  await hold(owner, `POST ${step}/product-import/preview/bad-rows`, { data: feed });
  await hold(owner, `POST ${step}/order-sync/quote`, { data: answers.orderSync });
  const { job_id } = await hold(owner, `POST ${step}/order-sync/trigger`, { data: answers.orderSync });
  await hold(owner, `GET ${step}/order-sync/progress/{job_id}`, { at: job_id });
  await hold(owner, "GET /api/v1/me/notices");
  await hold(owner, "GET /api/v1/me/preferences");
  const choices = [{ topic: "runs", channel: "in_app", is_wanted: true }];
  await hold(owner, "PUT /api/v1/me/preferences", { data: { choices } });
  await hold(owner, "GET /api/v1/me/readiness");
  await hold(owner, "GET /api/v1/me/export");
  await hold(owner, "POST /api/v1/me/notices/read", { data: { up_to: 1 } });
}

async function walkPractitioner(hold: Hold, practitioner: Person) {
  const buffer = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#000" } })
    .png()
    .toBuffer();
  const multipart = { file: { name: "me.png", mimeType: "image/png", buffer } };
  const { url } = await hold(practitioner, "POST /api/v1/uploads", { multipart });
  await hold(practitioner, "GET /api/v1/uploads/{id}", { at: url.split("/").at(-1) });
  await hold(practitioner, `GET ${practitionerApi}/status`);
  await hold(practitioner, `PUT ${practitionerApi}/step/bio-about/draft`, { data: { short_bio: "I te" } });
  await hold(practitioner, `DELETE ${practitionerApi}/step/bio-about/draft`);
  for (const [slug, data] of practitionerSteps) {
    await hold(practitioner, `GET ${practitionerApi}/step/${slug}`);
    await hold(practitioner, `POST ${practitionerApi}/step/${slug}`, { data });
    await hold(practitioner, `GET ${practitionerApi}/step/${slug}`);
    if (slug !== "basic-info") continue;
    await hearOfMove(practitioner);
    await hold(practitioner, `GET ${practitionerApi}/differences`);
    await hold(practitioner, `POST ${practitionerApi}/differences`, { data: settlement });
  }
  const { id } = await hold(practitioner, `GET ${practitionerApi}/status`);
  await hold(practitioner, "PUT /api/v1/onboardings/{id}/feedback", { data: { score: 4, text: "Quick" }, at: id });
  await hold(practitioner, "GET /api/v1/onboardings/{id}/feedback", { at: id });
}

/** An agent's account from its sign-up to the end of its key. */
async function walkAgent(hold: Hold, agent: Person) {
  const { name, email } = agent;
  await hold(agent, `POST ${agentsApi}/signup`, { data: { name, email, phone_number: newPhoneNumber() } });
  await hold(agent, `GET ${agentsApi}/credentials`);
  await hold(agent, `POST ${agentsApi}/credentials/test`, { data: rezenKeys.team });
  await hold(agent, `PUT ${agentsApi}/credentials`, { data: rezenKeys.team });
  await hold(agent, `POST ${agentsApi}/credentials/test`, { data: {} });
  await hold(agent, `GET ${agentsApi}/credentials`);
  await hold(agent, `GET ${agentsApi}/schedule`);
  await hold(agent, `PUT ${agentsApi}/schedule`, { data: { every: "week" } });
  await hold(agent, `POST ${agentsApi}/onboarding/pause`, { data: {} });
  await hold(agent, `POST ${agentsApi}/onboarding/resume`, { data: {} });
  await hold(agent, `DELETE ${agentsApi}/credentials`);
}

/** A store whose import has begun a moment ago: its feed is long, so it runs still. */
async function walkRun(hold: Hold, owner: StoreOwner, sandboxUrl: string) {
  const csv_url_fr = `${sandboxUrl}/feeds/fr.csv?rows=40000`;
  await hold(owner, `POST ${step}/product-import`, { data: { ...answers.productImport(sandboxUrl), csv_url_fr } });
  await hold(owner, `POST ${step}/order-sync/trigger`, { data: answers.orderSync });
  const { id } = await hold(owner, "GET /api/v1/store/onboarding/status");
  await hold(owner, "POST /api/v1/onboardings/{id}/notify-me", { data: { channel: "email" }, at: id });
  return id;
}

async function walkSettings(hold: Hold, owner: StoreOwner, sandboxUrl: string) {
  for (const part of ["profile", "letzshop", "products"]) await hold(owner, `GET ${settings}/${part}`);
  await hold(owner, `PUT ${settings}/profile`, { data: answers.merchantProfile(owner) });
  await hold(owner, `PUT ${settings}/letzshop`, { data: answers.letzshopKey });
  await hold(owner, `PUT ${settings}/products`, { data: answers.productImport(sandboxUrl) });
  await hold(owner, `POST ${settings}/letzshop/test`, { data: {} });
  await hold(owner, `DELETE ${settings}/letzshop`);
  await hold(owner, `GET ${settings}/letzshop`);
}

async function walkCompleteStore(hold: Hold, owner: StoreOwner) {
  await hold(owner, "GET /api/v1/store/onboarding/status");
  await hold(owner, `GET ${step}/order-sync/progress/{job_id}`, { at: owner.jobId ?? 0 });
  await hold(owner, `POST ${step}/order-sync/complete`, { data: {} });
  await hold(owner, "GET /api/v1/store/products/export");
  await hold(owner, "GET /api/v1/store/orders/export");
  for (const of of ["bad-rows", "issues", "issues/export"])
    await hold(owner, `GET /api/v1/store/imports/{job_id}/${of}`, { at: owner.jobId ?? 0 });
  await hold(owner, "POST /api/v1/auth/logout", { data: {} });
}

/** An import that runs is stopped, and goes on. */
async function walkRuns(hold: Hold, admin: { request: APIRequestContext }, onboardingId: number) {
  const [runs, reason] = ["/api/v1/admin/onboardings", "asked for by phone"];
  await hold(admin, `GET ${runs}/{id}`, { at: onboardingId });
  await hold(admin, `POST ${runs}/{id}/cancel`, { data: { reason }, at: onboardingId });
  await hold(admin, `POST ${runs}/{id}/retry`, { data: { reason }, at: onboardingId });
  const which = { action: "resume", ids: [onboardingId] };
  await hold(admin, "POST /api/v1/admin/bulk/preview", { data: which });
  await hold(admin, "POST /api/v1/admin/bulk", { data: { ...which, expected_count: 1, reason } });
  const { id, abortId } = await transaction("system", async tx => {
    const { id, action, reason, askedBy, createdAt } = await tx.bulkJob.findFirstOrThrow({ orderBy: { id: "desc" } });
    // One whose item waits: a small one is over sooner than somebody could abort it.
    const items = { create: { onboardingId, kind: "store", notBefore: new Date(Date.now() + 3_600_000) } };
    const waiting = await tx.bulkJob.create({ data: { action, reason, askedBy, createdAt, expectedCount: 1, items } });
    return { id, abortId: waiting.id };
  });
  await hold(admin, "GET /api/v1/admin/bulk/{id}", { at: id });
  await hold(admin, "POST /api/v1/admin/bulk/{id}/abort", { data: {}, at: abortId });
  await hold(admin, "GET /api/v1/admin/cohorts");
  await hold(admin, "GET /api/v1/admin/feedback");
  await hold(admin, "POST /api/v1/admin/feedback", { data: { text: "Too many clicks" } });
  await hold(admin, `POST ${runs}/{id}/skip`, { data: { reason }, at: onboardingId });
  await hold(admin, `POST ${runs}/{id}/resume`, { data: { reason }, at: onboardingId });
}

/** What was done, and what was sent: a message that failed goes out again. */
async function walkRecords(hold: Hold, admin: { request: APIRequestContext }) {
  const [audit, outbox] = ["/api/v1/admin/audit", "/api/v1/admin/outbox"];
  await hold(admin, `GET ${audit}`, { query: "?limit=5" });
  await hold(admin, `GET ${audit}/export`, { query: "?action=audit.check_ordered" });
  await hold(admin, `POST ${audit}/verify`);
  await hold(admin, `GET ${audit}/verify`);
  const ids = [newMessageId(), newMessageId()] as const;
  await transaction("system", tx =>
    tx.outboxMessage.createMany({
      data: ids.map(id => ({
        ...{ id, channel: "email" as const, recipient: "document@example.com", kind: "document.test" },
        ...{ payload: "kept", state: "failed" as const, errorCode: "smtp_554", attempts: 1 },
      })),
    }),
  );
  await hold(admin, `GET ${outbox}`, { query: "?kind=document.test" });
  await hold(admin, `GET ${outbox}/{id}`, { at: ids[0] });
  await hold(admin, `POST ${outbox}/{id}/retry`, { at: ids[0] });
  await hold(admin, `POST ${outbox}/retry`, { data: { kind: "document.test", expected_count: 2 } });
}

/** What is watched: an alert, a rule, and a job that was given up. */
async function walkWatch(hold: Hold, admin: { request: APIRequestContext }) {
  const rare = {
    rule: "otp_all",
    subject: "the document's own",
    detail: { sends: 300, windowSeconds: 600, address: "::1" },
  };
  const { id, deadId } = await transaction("system", async tx => {
    const now = new Date();
    const made = await tx.alert.create({ data: { ...rare, openedAt: now, lastAt: now }, select: { id: true } });
    const [dead] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO pgboss.job (name, data, output, source_name, source_id, source_created_on, source_retry_count)
      VALUES ('dead', '{"id": "msg_none"}', '{"message": "no"}', 'notifications.deliver', gen_random_uuid(), now(), 8) RETURNING id::text`;
    return { id: made.id, deadId: dead?.id ?? "" };
  });
  await hold(admin, "GET /api/v1/admin/onboardings");
  await hold(admin, "GET /api/v1/admin/onboardings/export");
  await hold(admin, "GET /api/v1/admin/onboardings/now", { query: "?since=0&ids=1" });
  const { id: storeId } = await transaction("system", tx => tx.store.findFirstOrThrow({ select: { id: true } }));
  await hold(admin, "GET /api/v1/admin/readiness/{kind}/{id}", { at: ["store", String(storeId)] });
  await walkRecords(hold, admin);
  await hold(admin, "GET /api/v1/admin/alerts");
  await hold(admin, "POST /api/v1/admin/alerts/{id}/ack", { data: {}, at: id });
  await hold(admin, "GET /api/v1/admin/alert-rules");
  const rule = { kind: "open_circuits", parameters: { minutes: 60 }, channels: [] };
  const added = await hold(admin, "POST /api/v1/admin/alert-rules", { data: rule });
  await hold(admin, "DELETE /api/v1/admin/alert-rules/{id}", { at: String(added.id) });
  await hold(admin, "POST /api/v1/admin/alert-rules/{id}/test", { data: {}, at: "otp_all" });
  await hold(admin, "GET /api/v1/admin/alert-rules/{id}/test", { at: "otp_all" });
  await hold(admin, "PATCH /api/v1/admin/alert-rules/{id}", {
    data: { parameters: { quiet_minutes: 30 } },
    at: "otp_all",
  });
  await hold(admin, "GET /api/v1/admin/jobs");
  await hold(admin, "POST /api/v1/admin/jobs/{id}/redrive", { data: { reason: "asked for by phone" }, at: deadId });
  await hold(admin, "GET /api/metrics", { headers: { Authorization: `Bearer ${env.metricsToken}` } });
}

/** A partner's account, what it may do with it, and its end. */
async function walkPartners(hold: Hold, admin: Person) {
  const partner = await newPartner(admin);
  const told = { id: `${partner.id}_more`, name: "More", scopes: ["calling"] };
  await hold(admin, "POST /api/v1/admin/partners", { data: told });
  await hold(admin, "GET /api/v1/admin/partners");
  const data = { records: [{ phone_number: newPhoneNumber() }, { phone_number: "none" }] };
  const headers = signedHeaders(partner, { body: Buffer.from(JSON.stringify(data)) });
  await hold(admin, `POST ${callingAddress}`, { data, headers });
  await walkPartner(hold, admin);
  await walkWebhooks(hold, admin, partner.id);
  const reason = "asked for by phone";
  await hold(admin, "POST /api/v1/admin/partners/{id}/rotate", { data: { reason }, at: partner.id });
  await hold(admin, "POST /api/v1/admin/partners/{id}/disable", { data: { reason }, at: told.id });
}

/** A file of calling data, looked at and taken. */
async function walkCallingFile(hold: Hold, admin: Person) {
  const imports = "/api/v1/admin/calling/import";
  const buffer = Buffer.from(`phone_number,name\n${newPhoneNumber()},Somebody\nnone,Nobody\n`);
  const multipart = { file: { name: "people.csv", mimeType: "text/csv", buffer } };
  const { id } = await hold(admin, `POST ${imports}`, { multipart });
  await hold(admin, `GET ${imports}/{id}`, { at: id });
  await hold(admin, `POST ${imports}/{id}/start`, { at: id });
  await hold(admin, `GET ${imports}/{id}/problems`, { at: id });
  await hold(admin, `GET ${imports}`);
}

async function walkDesk(hold: Hold, admin: Person, personId: number, code: string) {
  await hold(admin, "GET /api/health");
  await hold(admin, "GET /api/v1/admin/stores");
  const agent = { name: "Ada", email: "ada@example.com", phone_number: newPhoneNumber(), account_type: "Team" };
  await hold(admin, "POST /api/v1/admin/agents", { data: agent });
  for (const address of ["metrics", "metrics/export", "funnel", "targets", "targets/export", "reports"])
    await hold(admin, `GET /api/v1/admin/${address}`);
  await hold(admin, "POST /api/v1/vitals", { data: { page: "/login", metric: "LCP", value: 900 } });
  const reason = "asked for by phone";
  await hold(admin, "POST /api/v1/admin/stores/{code}/onboarding/skip", { data: { reason }, at: code });
  await hold(admin, "POST /api/v1/admin/stores/{code}/onboarding/resume", { data: {}, at: code });
  await hold(admin, "POST /api/v1/auth/choose", { data: { role: "admin" } });
  await walkWatch(hold, admin);
  await walkPartners(hold, admin);
  await walkCallingFile(hold, admin);
  await hold(admin, `GET ${people}`);
  await hold(admin, `GET ${people}/{id}`, { at: personId });
  await hold(admin, `GET ${people}/{id}/export`, { at: personId });
  for (const act of ["sign-out", "unblock", "disable", "enable"])
    await hold(admin, `POST ${people}/{id}/${act}`, { data: { reason: "asked for by phone" }, at: personId });
  const gone = await transaction("system", tx => tx.user.create({ data: { name: "Gone" } }));
  await hold(admin, `POST ${people}/{id}/erase`, { data: { confirm: true }, at: gone.id });
}

async function walkView(hold: Hold, admin: Pick<Person, "request">, owner: StoreOwner) {
  const at = await idOf(owner);
  await hold(admin, `POST ${people}/{id}/view-as`, { data: { reason: "asked for by phone" }, at });
  const data = { place: "/store/CODE/onboarding/letzshop-api", field: "apiKey", note: "Here" };
  const pointer = await hold(admin, `POST ${people}/{id}/view-as/point`, { data, at });
  await hold(admin, `POST ${people}/{id}/view-as/end`, { at });
  await hold(owner, "GET /api/v1/me/pointers/{id}", { at: pointer.id });
}

test("every operation answers what the API's document says, field by field", async ({
  caller,
  storeAt,
  staff,
  sandboxUrl,
  cronSecret,
}) => {
  const visitor = { request: await caller() };
  const { operations, differences } = await readApiDocument(visitor.request);
  const found: string[] = [];
  const called = new Set<string>();
  const hold: Hold = async ({ request }, operation, { data, multipart, at, headers, query = "" } = {}) => {
    const [verb = "", path = ""] = operation.split(" ");
    called.add(operation);
    const given = { method: verb, data, multipart, headers };
    const places = [at].flat();
    const answer = await request.fetch(path.replace(/\{\w+\}/g, () => String(places.shift())) + query, given);
    expect.soft(answer.ok(), `${operation}: ${answer.status()} ${await answer.text()}`).toBe(true);
    found.push(...(await differences(verb, path, answer)));
    if (!/json/.test(answer.headers()["content-type"] ?? "")) return {};
    return (await answer.json()).data ?? {};
  };

  await walkSignIn(hold, visitor);
  await walkPractitioner(hold, await signUpPractitioner(await caller(), calledBefore));
  await walkAgent(hold, await signUpAgent(await caller()));
  const starting = await storeAt("merchant_profile");
  await walkWizard(hold, starting, sandboxUrl);
  const complete = await storeAt("complete");
  await walkSettings(hold, complete, sandboxUrl);
  await walkCompleteStore(hold, complete);
  const somebody = await staff("operator");
  const { id } = await hold(somebody, "GET /api/v1/auth/me");
  const running = await storeAt("order_sync");
  const admin = await staff("admin");
  await walkRuns(hold, admin, await walkRun(hold, running, sandboxUrl));
  await walkDesk(hold, admin, id, running.code);
  await walkView(hold, admin, running);
  const agent = await signUpAgent(await caller());
  await connectAgent(agent);
  await walkSync(hold, agent, admin);
  await walkCustomerPeople(hold, admin, [{ request: await caller() }, { request: await caller() }], sandboxUrl);
  await walkInside(hold, visitor);
  await walkEmployers(hold, admin);
  await walkCustomers(hold, admin, sandboxUrl);
  await walkInvite(hold, admin, visitor);
  for (const verb of ["GET", "POST"]) await hold(visitor, `${verb} /api/v1/reminders/{token}`, { at: "nobodys" });
  await hold(visitor, "POST /api/v1/customer/news/{token}", { at: "nobodys" });
  for (const verb of ["GET", "POST"])
    await hold(visitor, `${verb} /api/cron/poll`, { headers: { Authorization: `Bearer ${cronSecret}` } });

  expect(found).toEqual([]);
  expect(
    operations.filter(operation => !called.has(operation)),
    "operations nobody called here",
  ).toEqual([]);
});
