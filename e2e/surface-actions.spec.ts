import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { actionsOf, callAction, idOf, listActions, personOf, storeOf } from "./actions";
import { expect, test } from "./fixtures";
import { practitionerSteps, settlement, signUpPractitioner } from "./own-practitioner";
import { answers, newPhoneNumber, type Person, type StoreOwner, signIn } from "./people";

/** Who and what an action could hurt. */
type Victims = { store: StoreOwner; storeId: number; personId: number };
/** Where an action is called from, who may, and what would do something. */
type Row = {
  page: (victims: Victims) => string;
  /** `link`: whoever holds the secret that they name, and nobody does. */
  may: "user" | "store_owner" | "practitioner" | "staff" | "admin" | "link" | "anybody";
  input: (v: Victims) => object;
};

const camel = (answer: object) =>
  Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value]),
  );
const wizard = "app/store/[code]/onboarding/[step]/actions.ts";
const products = "app/store/[code]/(shop)/products/actions.ts";
const settings = "app/store/[code]/(shop)/settings/[part]/actions.ts";
const dashboard = "app/store/[code]/(shop)/dashboard/actions.ts";
const inWizard = (input: Row["input"]): Row => ({
  page: ({ store }) => `/store/${store.code}/onboarding/merchant-profile`,
  may: "store_owner",
  input,
});
const steps = "app/onboarding/[step]/actions.ts";
const offerings = "app/dashboard/actions.ts";
const profile = "app/dashboard/settings/[step]/actions.ts";
const asPractitioner = (input: object): Row => ({
  page: () => "/onboarding/basic-info",
  may: "practitioner",
  input: () => input,
});
const inStep = (slug: string) => asPractitioner(camel(Object.fromEntries(practitionerSteps)[slug] ?? {}));
const onPerson: Row = {
  page: ({ personId }) => `/admin/people/${personId}`,
  may: "admin",
  input: ({ personId }) => ({ id: personId, reason: "asked for by phone" }),
};
const person = "app/admin/people/[id]/actions.ts";
const [employers, employer] = ["app/admin/employers/actions.ts", "app/admin/employers/[id]/actions.ts"];
const [members, member] = ["app/admin/members/actions.ts", "app/admin/members/[id]/actions.ts"];
const memberSchedule = "app/admin/members/[id]/schedule/actions.ts";
const invitePage = "app/invite/[token]/actions.ts";
const atInvite = (input: object): Row => ({ page: () => "/invite/nobodys", may: "link", input: () => input });
const invites = "app/admin/members/[id]/invite/actions.ts";
const atDesk = (page: string, input: object): Row => ({ page: () => page, may: "admin", input: () => input });
const [why, noPlan] = [{ reason: "asked for by phone" }, { id: 999_999_999, planSubscriptionId: "plan_nobody" }];
const noContract = { parentSubscriptionId: "sub_nobody" };
const [customers, customer] = ["app/admin/customers/actions.ts", "app/admin/customers/[id]/actions.ts"];
// At an address that is none of Zuora's, so that nobody outside is called.
const foreignClient = {
  zuoraBaseUrl: "https://zuora.example.com",
  zuoraClientId: "33333333-3333-4333-8333-333333333301",
  zuoraClientSecret: "nobodys",
};
const asStaff = (page: string, input: object): Row => ({ page: () => page, may: "staff", input: () => input });
const onboardings = "app/admin/onboardings/actions.ts";
const alerts = "app/admin/alerts/actions.ts";
const noRule = { id: "open_circuits-000000" };
const customerAccess = "app/admin/customers/[id]/access/actions.ts";
const noCustomer = { customerId: 999_999_999 };
const partners = "app/admin/partners/actions.ts";
const onPartners = (input: Row["input"]): Row => ({ page: () => "/admin/partners", may: "admin", input });

/** Every server action. A new one needs a row, or the test fails. */
const rows: Record<string, Row> = {
  "app/language/actions.ts#choose": { page: () => "/login", may: "anybody", input: () => ({ language: "en" }) },
  "app/choose/actions.ts#choose": {
    page: () => "/choose",
    may: "user",
    input: ({ storeId }) => ({ role: "store", storeId }),
  },
  "app/admin/people/actions.ts#unblock": {
    page: () => "/admin/people",
    may: "admin",
    input: ({ store }) => ({ phoneNumber: store.phoneNumber, reason: "asked for by phone" }),
  },
  [`${partners}#create`]: onPartners(() => ({
    id: `acct_by_action_${process.pid}`,
    name: "Nobody's",
    scopes: ["calling"],
  })),
  [`${partners}#rotate`]: onPartners(() => ({ id: "acct_nobody", reason: "asked for by phone" })),
  [`${partners}#disable`]: onPartners(() => ({ id: "acct_nobody", reason: "asked for by phone" })),
  [`${person}#disable`]: onPerson,
  [`${person}#enable`]: onPerson,
  [`${person}#signOutEverywhere`]: onPerson,
  [`${person}#unblock`]: onPerson,
  [`${person}#erase`]: onPerson,
  [`${employers}#makeEmployer`]: atDesk("/admin/employers", { name: "Made by an action" }),
  [`${employers}#makeContract`]: atDesk("/admin/employers", { employerId: 999_999_999, startsOn: "2026-01-01" }),
  [`${employers}#makePlan`]: atDesk("/admin/employers", { ...noContract, name: "Gold", coreOffering: "health" }),
  [`${employer}#retire`]: atDesk("/admin/employers", { ...why, id: "plan_nobody" }),
  [`${employer}#cancel`]: atDesk("/admin/employers", { ...why, id: "sub_nobody" }),
  [`${employer}#disable`]: atDesk("/admin/employers", { ...why, id: 999_999_999 }),
  [`${employer}#enable`]: atDesk("/admin/employers", { ...why, id: 999_999_999 }),
  [`${members}#addMember`]: atDesk("/admin/members", { ...noContract, name: "Nobody" }),
  [`${member}#preview`]: atDesk("/admin/members", noPlan),
  [`${member}#activate`]: atDesk("/admin/members", noPlan),
  [`${member}#deactivate`]: atDesk("/admin/members", { ...why, id: 999_999_999 }),
  // Of a kind that is raised where it happens there is only one.
  [`${onboardings}#save`]: asStaff("/admin/onboardings", { name: "Failed", search: "status=failed" }),
  [`${onboardings}#remove`]: asStaff("/admin/onboardings", { id: 999_999_999 }),
  [`${alerts}#add`]: atDesk("/admin/alerts", { kind: "otp_all" }),
  [`${alerts}#change`]: atDesk("/admin/alerts", { ...noRule, enabled: false }),
  [`${alerts}#remove`]: atDesk("/admin/alerts", noRule),
  [`${alerts}#test`]: atDesk("/admin/alerts", noRule),
  "app/admin/sandbox/actions.ts#set": atDesk("/admin/sandbox", { upstream: "nobody", fault: "503" }),
  "app/admin/sandbox/actions.ts#end": atDesk("/admin/sandbox", { upstream: "nobody" }),
  [`${customers}#create`]: atDesk("/admin/customers", {
    name: "Nobody",
    contactEmail: "no@example.com",
    ...foreignClient,
  }),
  [`${customers}#testNew`]: atDesk("/admin/customers", foreignClient),
  [`${customer}#change`]: atDesk("/admin/customers", { ...noCustomer, name: "Nobody" }),
  [`${customer}#retry`]: atDesk("/admin/customers", { ...noCustomer, all: true }),
  "app/admin/customers/[id]/monitoring/actions.ts#resume": atDesk("/admin/customers", { ...noCustomer, ...why }),
  [`${customer}#stop`]: atDesk("/admin/customers", { ...noCustomer, ...why }),
  [`${customer}#sync`]: atDesk("/admin/customers", noCustomer),
  [`${customer}#test`]: atDesk("/admin/customers", noCustomer),
  [`${customerAccess}#save`]: atDesk("/admin/customers", { ...noCustomer, cells: [] }),
  [`${customerAccess}#invite`]: atDesk("/admin/customers", { ...noCustomer, email: "no@example.com", role: "viewer" }),
  [`${customerAccess}#resend`]: atDesk("/admin/customers", { ...noCustomer, id: 1 }),
  [`${customerAccess}#revoke`]: atDesk("/admin/customers", { ...noCustomer, id: 1 }),
  [`${customerAccess}#giveRole`]: atDesk("/admin/customers", { ...noCustomer, id: 1, role: "viewer" }),
  [`${customerAccess}#remove`]: atDesk("/admin/customers", { ...noCustomer, id: 1 }),
  [`${memberSchedule}#schedule`]: atDesk("/admin/members", { ...noPlan, activationDate: 4_000_000_000 }),
  [`${memberSchedule}#cancel`]: atDesk("/admin/members", { id: 999_999_999 }),
  [`${invitePage}#confirm`]: atInvite({ inviteToken: "nobodys", otp: "000000" }),
  [`${invitePage}#accept`]: atInvite({ token: "nobodys", consents: ["terms", "personal_data"] }),
  [`${invites}#invite`]: atDesk("/admin/members", noPlan),
  [`${invites}#resend`]: atDesk("/admin/members", { id: 999_999_999 }),
  [`${invites}#revoke`]: atDesk("/admin/members", { ...why, id: 999_999_999 }),
  [`${member}#change`]: atDesk("/admin/members", { id: 999_999_999, name: "Nobody" }),
  [`${wizard}#saveProfile`]: inWizard(({ store }) => camel(answers.merchantProfile(store))),
  [`${wizard}#saveLetzshopKey`]: inWizard(() => camel(answers.letzshopKey)),
  [`${wizard}#saveProductImport`]: inWizard(() => camel(answers.productImport("http://127.0.0.1:1"))),
  [`${wizard}#startImport`]: inWizard(() => camel(answers.orderSync)),
  [`${wizard}#stopImport`]: inWizard(() => ({})),
  [`${wizard}#finish`]: inWizard(() => ({})),
  // Behind the gate, which a store in its wizard may not pass.
  [`${settings}#saveProfile`]: inWizard(({ store }) => camel(answers.merchantProfile(store))),
  [`${settings}#saveLetzshopKey`]: inWizard(() => camel(answers.letzshopKey)),
  [`${settings}#saveProductImport`]: inWizard(() => camel(answers.productImport("http://127.0.0.1:1"))),
  [`${dashboard}#importAgain`]: inWizard(() => ({})),
  [`${dashboard}#updateNow`]: inWizard(() => ({})),
  [`${dashboard}#dismiss`]: inWizard(() => ({})),
  [`${dashboard}#putOff`]: inWizard(() => ({ task: "description" })),
  "app/onboarding/actions.ts#noteRefusal": asPractitioner({ step: "basic-info", fields: ["email"] }),
  "app/store/[code]/onboarding/actions.ts#noteRefusal": inWizard(() => ({ step: "merchant-profile", fields: [] })),
  "app/onboarding/actions.ts#settleDifference": asPractitioner(settlement),
  [`${steps}#saveBasicInfo`]: inStep("basic-info"),
  [`${steps}#saveVisual`]: inStep("visual-profile"),
  [`${steps}#saveDetails`]: inStep("professional-details"),
  [`${steps}#saveBio`]: inStep("bio-about"),
  [`${steps}#saveExperience`]: asPractitioner({ workExperiences: [], certifications: [] }),
  "app/onboarding/check/actions.ts#finish": asPractitioner({ seenAt: "2026-11-20T12:00:00.000Z" }),
  // Behind the gate, which a practitioner in the wizard may not pass.
  [`${offerings}#addOffering`]: asPractitioner({ title: "Breath" }),
  [`${offerings}#changeOffering`]: asPractitioner({ id: 1, title: "Breath" }),
  [`${profile}#saveBasicInfo`]: inStep("basic-info"),
  [`${profile}#saveVisual`]: inStep("visual-profile"),
  [`${profile}#saveDetails`]: inStep("professional-details"),
  [`${profile}#saveBio`]: inStep("bio-about"),
  [`${profile}#saveExperience`]: asPractitioner({ workExperiences: [], certifications: [] }),
  [`${offerings}#showOffering`]: asPractitioner({ id: 1, isActive: true }),
  [`${products}#refreshNow`]: inWizard(() => ({})),
  [`${products}#decideMissing`]: inWizard(() => ({ jobId: 1, count: 1, remove: true })),
};

/** What no schema takes. */
const odd = [
  ...["[]", "[null]", "[1]", '["text"]', "[[]]", '[{"id":"1","reason":1}]', '[{"id":-1}]', '["$undefined"]', "{}", "1"],
  ...['[{"role":"god","storeId":{}}]', '[{"__proto__":{"role":"admin"}}]', '[{"constructor":{"prototype":{}}}]'],
  ...[
    '[{"phoneNumber":[],"reason":{}}]',
    '[{"merchantName":{"length":1}}]',
    '[{"daysBack":"1e9"}]',
    '[{"x":"\\u0000"}]',
  ],
];
const inside = /node_modules|\bat \S+ \(|prisma|postgres/i;

/** All that the victims are, and how many audit rows there are about them. */
async function stateOf({ store, personId }: Victims): Promise<string> {
  const audits = await transaction("system", tx =>
    tx.auditEntry.count({ where: { subjectKind: "user", subjectId: String(personId) } }),
  );
  return JSON.stringify([await storeOf(store), await personOf(personId), audits]);
}

async function victimsOf(store: StoreOwner): Promise<Victims> {
  return { store, storeId: (await storeOf(store)).id, personId: await idOf(store) };
}

test("bar 27: every server action of the build has a row, and every row its action", async ({ request }) => {
  expect((await listActions(request)).map(({ name }) => name).sort()).toEqual(Object.keys(rows).sort());
});

test("bar 27: no action does anything without the right session, called directly with somebody's ids from any page", async ({
  caller,
  staff,
  storeAt,
  request,
}) => {
  const victims = await victimsOf(await storeAt("merchant_profile"));
  const [operator, admin, stranger] = [
    await staff("operator"),
    await staff("admin"),
    await storeAt("merchant_profile"),
  ];
  const [nobody, plain] = [{ request: await caller() }, { request: await caller() }];
  await signIn(plain.request, newPhoneNumber());
  const mayNot: Record<Row["may"], Pick<Person, "request">[]> = {
    user: [nobody, plain, stranger, operator, admin],
    store_owner: [nobody, plain, operator, admin],
    // Who is nobody else is a practitioner: on their own row.
    practitioner: [nobody, stranger, victims.store, operator, admin],
    staff: [nobody, plain, stranger, victims.store],
    admin: [nobody, plain, stranger, victims.store, operator],
    link: [nobody, plain, stranger, victims.store, operator, admin],
    anybody: [],
  };
  const actions = await listActions(request);
  const before = await stateOf(victims);
  for (const { id, name } of actions) {
    const row = rows[name];
    if (!row) continue;
    for (const who of mayNot[row.may])
      for (const page of [row.page(victims), "/login", ...(isFull ? ["/"] : [])]) {
        const { status, isDone, text } = await callAction(who, page, id, JSON.stringify([row.input(victims)]));
        expect.soft(isDone, `${name} at ${page}`).toBe(false);
        expect.soft(status, `${name} at ${page}`).toBeLessThan(500);
        expect.soft(text, `${name} at ${page}`).not.toMatch(inside);
      }
  }
  expect(await stateOf(victims)).toBe(before);
});

test("bar 27: a store's actions work on the caller's own store, whatever page or id they are called with", async ({
  storeAt,
  request,
}) => {
  const victims = await victimsOf(await storeAt("merchant_profile"));
  const { store, storeId } = victims;
  const stranger = await storeAt("merchant_profile");
  const before = await stateOf(victims);
  for (const { id, name } of await listActions(request)) {
    const row = rows[name];
    if (row?.may !== "store_owner") continue;
    const input = row.input({ ...victims, store: stranger });
    for (const given of [input, { ...input, storeId }, { ...input, store_id: storeId, code: store.code }])
      expect
        .soft((await callAction(stranger, row.page(victims), id, JSON.stringify([given]))).status, name)
        .toBeLessThan(500);
  }
  expect(await stateOf(victims)).toBe(before);
});

test("bar 27: wrong types and unknown actions are handled, not thrown, also for who may", async ({
  caller,
  staff,
  storeAt,
  request,
}) => {
  const victims = await victimsOf(await storeAt("merchant_profile"));
  const [admin, practitioner] = [await staff("admin"), await signUpPractitioner(await caller())];
  const before = await stateOf(victims);
  const known = await listActions(request);
  const unknown = ["0".repeat(42), "x", "__proto__", `${known[0]?.id}0`].map(id => ({ id, name: `unknown ${id}` }));
  for (const [at, { id, name }] of [...known, ...unknown].entries()) {
    const row = rows[name] ?? onPerson;
    const who = {
      user: admin,
      staff: admin,
      admin,
      link: admin,
      anybody: admin,
      practitioner,
      store_owner: victims.store,
    }[row.may];
    // All are parsed in one place: in the short form each action gets a third of them, and each of them goes to a third of the actions.
    for (const body of odd.filter((_, turn) => isFull || (turn + at) % 3 === 0)) {
      const { status, isDone, text } = await callAction(who, row.page(victims), id, body);
      expect.soft(status, `${name} with ${body}`).toBeLessThan(500);
      expect.soft(isDone, `${name} with ${body}`).toBe(false);
      expect.soft(text, `${name} with ${body}`).not.toMatch(inside);
    }
  }
  expect(await stateOf(victims)).toBe(before);
});

test("bar 27: what is refused above is done for who may, in the same encoding", async ({
  caller,
  staff,
  storeAt,
  request,
}) => {
  const victims = await victimsOf(await storeAt("merchant_profile"));
  const [admin, practitioner] = [await staff("admin"), await signUpPractitioner(await caller())];
  const done: string[] = [];
  for (const { id, name } of await listActions(request)) {
    const row = rows[name];
    if (!row || /disable|signOut|erase/.test(name)) continue;
    const who = {
      ...{ user: victims.store, staff: admin, admin, link: admin, anybody: admin },
      ...{ practitioner, store_owner: victims.store },
    }[row.may];
    if ((await callAction(who, row.page(victims), id, JSON.stringify([row.input(victims)]))).isDone) done.push(name);
  }
  expect(done).toEqual(
    expect.arrayContaining([`${wizard}#saveProfile`, `${steps}#saveBasicInfo`, `${person}#unblock`]),
  );
  expect(done).toEqual(expect.arrayContaining(["app/choose/actions.ts#choose", "app/language/actions.ts#choose"]));
  const shown = await actionsOf(admin, `/admin/people/${victims.personId}`);
  expect(shown.length, "a page hands out the ids of its actions").toBeGreaterThanOrEqual(3);
});
