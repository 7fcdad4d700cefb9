import { practitionerSteps, settlement } from "./own-practitioner";
import { answers, newPhoneNumber, type StoreOwner } from "./people";

/** Who calls. A has a complete store, B one before its import; B calls with A's ids. */
export const identities = ["anonymous", "ownerA", "ownerB", "operator", "admin"] as const;
export type Identity = (typeof identities)[number];

/** What a row may need: the two owners and where the sandbox is. */
export type World = { ownerA: StoreOwner; ownerB: StoreOwner; sandboxUrl: string };

/** A status, or where a page sends its visitor. */
export type Outcome = number | `→ ${string}`;

/** One method of a route, or one page, with what each identity gets. */
export type Row = {
  verb: string;
  /** As it lies on disk, without groups. */
  address: string;
  /** Whose ids the address is called with. */
  of: "A" | "B";
  /** The address as called, where it has parameters. */
  call: (world: World) => string;
  body?: (world: World) => object;
  outcomes: Record<Identity, Outcome>;
  /** What `Authorization: Bearer $CRON_SECRET` gets; elsewhere it is worth nothing. */
  cron?: Outcome;
  /** What `Authorization: Bearer $INTERNAL_API_TOKEN` gets. */
  internal?: Outcome;
  /** Shows everybody's messages: demo and test only, so A's marker may be in it. */
  showsAll?: boolean;
};

type Outcomes = [anonymous: Outcome, ownerA: Outcome, ownerB: Outcome, operator: Outcome, admin: Outcome];
type Rest = Partial<Pick<Row, "call" | "of" | "body" | "cron" | "internal" | "showsAll">>;

function row(verb: string, address: string, outcomes: Outcomes, rest: Rest = {}): Row {
  const [anonymous, ownerA, ownerB, operator, admin] = outcomes;
  return {
    verb,
    address,
    of: "A",
    call: () => address,
    ...rest,
    outcomes: { anonymous, ownerA, ownerB, operator, admin },
  };
}

const everybody = (outcome: Outcome): Outcomes => [outcome, outcome, outcome, outcome, outcome];
const signedIn: Outcomes = [401, 200, 200, 200, 200];
const staffOnly: Outcomes = [401, 403, 403, 200, 200];
const adminOnly: Outcomes = [401, 403, 403, 403, 200];
/** A's store is complete and B's is not; both act on their own store only. */
const ownersOnly = (complete: Outcome, unfinished: Outcome): Outcomes => [401, complete, unfinished, 403, 403];

const practitionersOnly: Outcomes = [401, 403, 403, 403, 403];
const agentsOnly: Outcomes = [401, 403, 403, 403, 403];
// Nobody of this world works in a customer; what who does may see is in lib/customers/people.db.test.ts.
const customersOnly: Outcomes = [401, 403, 403, 403, 403];

const api = "/api/v1";
const beneficiary = `${api}/beneficiary`;
const ofNobody = (rest: string) => `${beneficiary}/invite/nobodys/${rest}`;
// Nobody: what acts on people must tell from the door alone who may.
const nobody = "999999999";
const importsOf = (employer: string) => `${api}/admin/employers/${employer}/imports`;
const aReason = () => ({ reason: "asked for by phone" });
const actOnPerson = (act: string) =>
  row("POST", `${api}/admin/people/[id]/${act}`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/people/${nobody}/${act}`,
    body: aReason,
  });
const step = `${api}/store/onboarding/step`;
const settings = `${api}/store/settings`;
const newStore = () => ({
  store_name: "New",
  owner_name: "New",
  email: "new@example.com",
  phone_number: newPhoneNumber(),
});
const newAgent = () => ({ name: "New", email: "new@example.com", phone_number: newPhoneNumber() });
const rezenKey = { api_key: "real_sandbox_key" };
const feedAddress = ({ sandboxUrl }: World) => ({ url: `${sandboxUrl}/feeds/fr.csv?rows=20`, language: "fr" });
const own = (world: World) => world.ownerB;

// Employers, what they have bought, and their members: staff see, admins act, and nobody has the id of the rows.
const toNobody: Outcomes = [401, 403, 403, 403, 404];
const refused: Outcomes = [401, 403, 403, 403, 422];
const nobodysWebhook = `${api}/admin/partners/[id]/webhook`;
const webhookDesk: [verb: string, address: string, outcomes: Outcomes, body?: object][] = [
  ["GET", nobodysWebhook, [401, 403, 403, 404, 404]],
  ["PUT", nobodysWebhook, toNobody, { url: "https://hooks.example/", events: ["member.failed"] }],
  ["DELETE", nobodysWebhook, toNobody],
  ["POST", `${nobodysWebhook}/rotate`, toNobody],
  ["POST", `${nobodysWebhook}/test`, toNobody],
  ["GET", `${api}/admin/partners/[id]/deliveries`, [401, 403, 403, 404, 404]],
  ["POST", `${api}/admin/deliveries/[id]/replay`, toNobody],
];
const nobodysCustomer = `${api}/admin/customers/[id]`;
const customerDesk: [verb: string, address: string, outcomes: Outcomes, body?: object][] = [
  ["GET", `${api}/admin/customers`, staffOnly],
  ["POST", `${api}/admin/customers`, refused, { name: "" }],
  ["POST", `${api}/admin/customers/credentials/test`, refused, { zuora_client_id: "" }],
  ["GET", nobodysCustomer, [401, 403, 403, 404, 404]],
  ["PATCH", nobodysCustomer, toNobody, { name: "Nobody" }],
  ["GET", `${nobodysCustomer}/onboarding`, [401, 403, 403, 404, 404]],
  ["POST", `${nobodysCustomer}/onboarding`, toNobody],
  ["POST", `${nobodysCustomer}/onboarding/retry`, toNobody, {}],
  ["GET", `${nobodysCustomer}/workflows`, [401, 403, 403, 404, 404]],
  ["POST", `${nobodysCustomer}/sync`, toNobody, {}],
  ["GET", `${nobodysCustomer}/syncs`, [401, 403, 403, 404, 404]],
  ["GET", `${nobodysCustomer}/changes`, [401, 403, 403, 404, 404]],
  ["GET", `${nobodysCustomer}/monitoring`, [401, 403, 403, 404, 404]],
  ["GET", `${nobodysCustomer}/criteria`, [401, 403, 403, 404, 404]],
  ["POST", `${nobodysCustomer}/credentials/test`, toNobody, {}],
];
const memberDesk: [verb: string, address: string, outcomes: Outcomes, body?: object][] = [
  ["GET", `${api}/admin/employers`, staffOnly],
  ["POST", `${api}/admin/employers`, refused, { name: "" }],
  ["GET", `${api}/admin/employers/[id]`, [401, 403, 403, 404, 404]],
  ["POST", `${api}/admin/employers/[id]/disable`, toNobody, aReason()],
  ["POST", `${api}/admin/employers/[id]/enable`, toNobody, aReason()],
  ["POST", `${api}/admin/parent-subscriptions`, refused, { employer_id: Number(nobody), starts_on: "2026-01-01" }],
  ["POST", `${api}/admin/parent-subscriptions/[id]/cancel`, toNobody, aReason()],
  [
    "POST",
    `${api}/admin/plans`,
    refused,
    { parent_subscription_id: "sub_nobody", name: "Gold", core_offering: "health" },
  ],
  ["POST", `${api}/admin/plans/[id]/retire`, toNobody, aReason()],
  ["GET", `${api}/admin/members`, staffOnly],
  ["POST", `${api}/admin/members`, refused, { parent_subscription_id: "sub_nobody", name: "Nobody" }],
  ["GET", `${api}/admin/members/[id]`, [401, 403, 403, 404, 404]],
  ["PATCH", `${api}/admin/members/[id]`, toNobody, { name: "Nobody" }],
  ["GET", `${api}/admin/members/[id]/history`, [401, 403, 403, 404, 404]],
  ["POST", `${api}/admin/members/[id]/activate`, toNobody, { plan_subscription_id: "plan_nobody" }],
  ["POST", `${api}/admin/members/[id]/deactivate`, toNobody, aReason()],
  [
    "POST",
    `${api}/admin/members/[id]/schedule`,
    toNobody,
    { plan_subscription_id: "plan_nobody", activation_date: Math.floor(Date.now() / 1000) + 86_400 },
  ],
  ["POST", `${api}/admin/members/[id]/cancel`, toNobody],
  ["POST", `${api}/admin/members/[id]/invite`, toNobody, { plan_subscription_id: "plan_nobody" }],
  ["POST", `${api}/admin/members/[id]/resend`, toNobody],
  ["POST", `${api}/admin/members/[id]/revoke`, toNobody, aReason()],
];

const routes: Row[] = [
  row("GET", "/api/health", everybody(200)),
  row("GET", "/api/health/live", everybody(200)),
  row("GET", "/api/openapi.json", everybody(200)),
  row("GET", "/api/cron/poll", everybody(401), { cron: 200 }),
  row("POST", "/api/cron/poll", everybody(401), { cron: 200 }),
  row("GET", "/api/metrics", everybody(401)),
  row("GET", "/api/dev/outbox", everybody(200), { showsAll: true }),
  row("POST", "/api/dev/clock", everybody(200), { body: () => ({ advance_seconds: 0 }) }),
  row("GET", "/api/auth/[...nextauth]", everybody(200), { call: () => "/api/auth/session" }),
  // Without its own token next-auth asks for it and does nothing.
  row("POST", "/api/auth/[...nextauth]", everybody("→ /api/auth/signout?csrf=true"), {
    call: () => "/api/auth/signout",
    body: () => ({}),
  }),
  ...["GET", "POST", "PUT", "PATCH", "DELETE"].map(verb =>
    row(verb, "/api/[...rest]", everybody(404), { call: () => "/api/v1/nothing/here" }),
  ),

  row("POST", `${api}/auth/send-otp`, everybody(202), { body: () => ({ phone_number: newPhoneNumber() }) }),
  row("POST", `${api}/auth/verify-otp`, everybody(422), { body: () => ({ challenge_id: "nobodys", otp: "000000" }) }),
  row("GET", `${api}/auth/me`, signedIn),
  row("POST", `${api}/store/signup`, everybody(201), { body: newStore }),

  row("GET", `${api}/store/onboarding/status`, ownersOnly(200, 200)),
  row("GET", `${step}/merchant-profile`, ownersOnly(200, 200)),
  row("POST", `${step}/merchant-profile`, ownersOnly(409, 200), { body: world => answers.merchantProfile(own(world)) }),
  row("PUT", `${step}/merchant-profile/draft`, ownersOnly(409, 200), { body: () => ({ description: "Bread" }) }),
  row("DELETE", `${step}/merchant-profile/draft`, ownersOnly(200, 200)),
  row("POST", `${step}/letzshop-api/test`, ownersOnly(200, 200), { body: () => answers.letzshopKey }),
  row("GET", `${step}/letzshop-api`, ownersOnly(200, 200)),
  row("POST", `${step}/letzshop-api`, ownersOnly(409, 200), { body: () => answers.letzshopKey }),
  row("GET", `${step}/product-import`, ownersOnly(200, 200)),
  row("POST", `${step}/product-import`, ownersOnly(409, 200), {
    body: ({ sandboxUrl }) => answers.productImport(sandboxUrl),
  }),
  row("POST", `${step}/product-import/preview`, ownersOnly(200, 200), { body: feedAddress }),
  row("POST", `${step}/product-import/preview/bad-rows`, ownersOnly(200, 200), { body: feedAddress }),
  row("GET", `${step}/order-sync/progress/[jobId]`, ownersOnly(200, 404), {
    call: ({ ownerA }) => `${step}/order-sync/progress/${ownerA.jobId}`,
  }),
  row("POST", `${step}/order-sync/complete`, ownersOnly(200, 409), { body: () => ({}) }),
  row("POST", `${step}/order-sync/quote`, ownersOnly(200, 200), { body: () => answers.orderSync }),
  row("POST", `${step}/order-sync/trigger`, ownersOnly(409, 202), { body: () => answers.orderSync }),

  ...["profile", "letzshop", "products"].map(part => row("GET", `${settings}/${part}`, ownersOnly(200, 403))),
  row("PUT", `${settings}/profile`, ownersOnly(200, 403), { body: world => answers.merchantProfile(world.ownerA) }),
  row("PUT", `${settings}/letzshop`, ownersOnly(200, 403), { body: () => answers.letzshopKey }),
  row("PUT", `${settings}/products`, ownersOnly(200, 403), {
    body: ({ sandboxUrl }) => answers.productImport(sandboxUrl),
  }),
  row("POST", `${settings}/letzshop/test`, ownersOnly(200, 403), { body: () => ({}) }),
  // Last of what needs a key.
  row("DELETE", `${settings}/letzshop`, ownersOnly(200, 200)),

  row("GET", `${api}/store/products/export`, ownersOnly(200, 403)),
  row("GET", `${api}/store/orders/export`, ownersOnly(200, 403)),
  ...["bad-rows", "issues", "issues/export"].map(of =>
    row("GET", `${api}/store/imports/[jobId]/${of}`, ownersOnly(200, 404), {
      call: ({ ownerA }) => `${api}/store/imports/${ownerA.jobId}/${of}`,
    }),
  ),

  // Nobody of this world is a practitioner; who is one has tests of their own (practitioner-api.spec.ts).
  row("GET", `${api}/practitioner/onboarding/status`, practitionersOnly),
  row("GET", `${api}/practitioner/onboarding/differences`, practitionersOnly),
  row("POST", `${api}/practitioner/onboarding/differences`, practitionersOnly, { body: () => settlement }),
  ...practitionerSteps.flatMap(([slug, answers]) => {
    const address = `${api}/practitioner/onboarding/step/${slug}`;
    return [row("GET", address, practitionersOnly), row("POST", address, practitionersOnly, { body: () => answers })];
  }),
  ...["PUT", "DELETE"].map(verb =>
    row(verb, `${api}/practitioner/onboarding/step/bio-about/draft`, practitionersOnly, { body: () => ({}) }),
  ),

  // Nobody of this world is an agent; who is one has tests of their own (agent-account.spec.ts).
  row("GET", `${api}/customer/workflows`, customersOnly),
  row("GET", `${api}/customer/workflows/[id]`, customersOnly, { call: () => `${api}/customer/workflows/1` }),
  row("GET", `${api}/customer/workflows/[id]/export`, customersOnly, {
    call: () => `${api}/customer/workflows/1/export`,
  }),
  row("GET", `${api}/customer/changes`, customersOnly),
  row("POST", `${api}/customer/sync`, customersOnly, { body: () => ({}) }),
  row("GET", `${api}/customer/users`, customersOnly),
  row("POST", `${api}/customer/users`, customersOnly, { body: () => ({ email: "a@example.com", role: "viewer" }) }),
  row("DELETE", `${api}/customer/users/[id]`, customersOnly, { call: () => `${api}/customer/users/1` }),
  row("PUT", `${api}/customer/users/[id]/role`, customersOnly, {
    call: () => `${api}/customer/users/1/role`,
    body: () => ({ role: "manager" }),
  }),
  row("POST", `${api}/customer/invites/[id]/resend`, customersOnly, {
    call: () => `${api}/customer/invites/1/resend`,
  }),
  row("POST", `${api}/customer/invites/[id]/revoke`, customersOnly, {
    call: () => `${api}/customer/invites/1/revoke`,
  }),
  row("GET", `${api}/customer/preferences`, customersOnly),
  row("PUT", `${api}/customer/preferences`, customersOnly, { body: () => ({ email: true, in_app: true }) }),
  row("POST", `${api}/customer/news/[token]`, everybody(200), { call: () => `${api}/customer/news/nobodys` }),
  row("POST", `${api}/customer/join/code`, everybody(404), { body: () => ({ token: "nobodys" }) }),
  row("POST", `${api}/customer/join`, everybody(404), {
    body: () => ({ token: "nobodys", challenge_id: "nobodys", otp: "000000" }),
  }),
  row("GET", `${api}/admin/customers/[id]/access`, [401, 403, 403, 404, 404], {
    call: () => `${api}/admin/customers/${nobody}/access`,
  }),
  row("PUT", `${api}/admin/customers/[id]/access`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/customers/${nobody}/access`,
    body: () => ({ cells: [{ role: "viewer", permission: "sync.run", is_allowed: true }] }),
  }),
  row("POST", `${api}/agents/signup`, everybody(201), { body: newAgent }),
  row("GET", `${api}/agents/credentials`, agentsOnly),
  row("PUT", `${api}/agents/credentials`, agentsOnly, { body: () => rezenKey }),
  row("DELETE", `${api}/agents/credentials`, agentsOnly),
  row("GET", `${api}/agents/schedule`, agentsOnly),
  row("PUT", `${api}/agents/schedule`, agentsOnly, { body: () => ({ every: "week" }) }),
  row("POST", `${api}/agents/credentials/test`, agentsOnly, { body: () => rezenKey }),
  // An admin may act for any agent and is none, an operator may look (agent-runs.spec.ts).
  ...["", "/quote", "/retry", "/cancel", "/pause", "/resume"].map(act =>
    row("POST", `${api}/agents/onboarding${act}`, [401, 403, 403, 403, 404], { body: () => ({}) }),
  ),
  row("GET", `${api}/agents/transactions/export`, agentsOnly),
  row("GET", `${api}/agents/listings/export`, agentsOnly),
  row("GET", `${api}/agents/onboarding/status`, [401, 403, 403, 404, 404]),
  row("POST", `${api}/agents/onboarding/run`, [401, 403, 403, 403, 404], { body: () => ({ user_id: Number(nobody) }) }),

  row("GET", `${beneficiary}/check-pending-activation`, adminOnly, {
    call: () => `${beneficiary}/check-pending-activation?email_id=nobody@example.com`,
    internal: 200,
  }),
  row("POST", `${beneficiary}/activate-member`, [401, 403, 403, 403, 422], { body: () => ({}), internal: 422 }),
  row("POST", `${beneficiary}/bulk-activate`, [401, 403, 403, 403, 422], { body: () => ({}), internal: 422 }),
  row("POST", `${beneficiary}/schedule-auto-activation`, [401, 403, 403, 403, 422], {
    ...{ body: () => ({}), internal: 422 },
  }),
  row("DELETE", `${beneficiary}/schedule-auto-activation`, [401, 403, 403, 403, 404], {
    call: () => `${beneficiary}/schedule-auto-activation?subscription_id=sub_nobody&email_id=nobody@example.com`,
    internal: 404,
  }),
  row("POST", `${api}/internal/beneficiary/activate`, [401, 403, 403, 403, 404], {
    body: () => ({ parent_subscription_id: "sub_nobody", email_id: "nobody@example.com" }),
    internal: 404,
  }),

  // Of a link that nobody was sent everybody learns the same.
  row("POST", `${beneficiary}/get-email-activation-otp`, everybody(404), { body: () => ({ invite_token: "nobodys" }) }),
  row("POST", `${beneficiary}/validate-otp`, everybody(404), {
    body: () => ({ invite_token: "nobodys", otp: "000000" }),
  }),
  row("GET", `${beneficiary}/invite/[token]/details`, everybody(404), { call: () => ofNobody("details") }),
  row("POST", `${beneficiary}/invite/[token]/details`, everybody(404), {
    call: () => ofNobody("details"),
    body: () => ({ name: "Nobody" }),
  }),
  row("POST", `${beneficiary}/invite/[token]/accept`, everybody(404), {
    call: () => ofNobody("accept"),
    body: () => ({ activation_token: "nobodys", consents: [] }),
  }),
  row("PUT", `${beneficiary}/invite/[token]/feedback`, everybody(404), {
    call: () => ofNobody("feedback"),
    body: () => ({ score: 3 }),
  }),
  row("POST", `${beneficiary}/invite/[token]/renew`, everybody(202), { call: () => ofNobody("renew") }),

  // Without a file it is the door that is seen.
  row("POST", `${api}/uploads`, [401, 415, 415, 415, 415], { body: () => ({}) }),
  row("GET", `${api}/uploads/[id]`, everybody(404), { call: () => `${api}/uploads/${"0".repeat(32)}` }),

  // Whoever holds a link is let in, whoever they are; of one that nobody was sent the answer is the same.
  ...(["GET", "POST"] as const).map(verb =>
    row(verb, `${api}/reminders/[token]`, everybody(verb === "GET" ? "→ /reminders/nobodys" : 200), {
      call: () => `${api}/reminders/nobodys`,
    }),
  ),

  row("GET", `${api}/me/export`, signedIn),
  // Who says nothing is asked to confirm, and nobody is erased.
  row("POST", `${api}/me/erase`, [401, 422, 422, 422, 422], { body: () => ({}) }),
  row("GET", `${api}/me/preferences`, signedIn),
  row("PUT", `${api}/me/preferences`, signedIn, {
    body: () => ({ choices: [{ topic: "keys", channel: "email", is_wanted: true }] }),
  }),
  row("GET", `${api}/me/notices`, signedIn),
  row("GET", `${api}/me/pointers/[id]`, [401, 404, 404, 404, 404], { call: () => `${api}/me/pointers/${nobody}` }),
  row("GET", `${api}/me/readiness`, signedIn),
  row("POST", `${api}/me/notices/read`, signedIn, { body: () => ({ up_to: 1 }) }),
  // Nothing runs that somebody could be told about; nobody else's onboarding is there.
  row("GET", `${api}/notifications`, signedIn),
  row("POST", `${api}/notifications/[id]/read`, [401, 404, 404, 404, 404], {
    call: () => `${api}/notifications/${nobody}/read`,
  }),
  row("GET", `${api}/onboardings/[id]/feedback`, [401, 404, 404, 404, 404], {
    call: () => `${api}/onboardings/${nobody}/feedback`,
  }),
  row("PUT", `${api}/onboardings/[id]/feedback`, [401, 404, 404, 404, 404], {
    call: () => `${api}/onboardings/${nobody}/feedback`,
    body: () => ({ score: 3 }),
  }),
  row("POST", `${api}/onboardings/[id]/notify-me`, [401, 404, 404, 404, 404], {
    call: () => `${api}/onboardings/${nobody}/notify-me`,
    body: () => ({ channel: "email" }),
  }),

  row("GET", `${api}/admin/stores`, staffOnly),
  ...["skip", "resume"].map(act =>
    row("POST", `${api}/admin/stores/[code]/onboarding/${act}`, [401, 403, 403, 403, 409], {
      call: ({ ownerA }) => `${api}/admin/stores/${ownerA.code}/onboarding/${act}`,
      body: aReason,
    }),
  ),
  row("POST", `${api}/admin/agents`, [401, 403, 403, 403, 422], { body: () => ({ name: "Nobody" }) }),
  row("GET", `${api}/admin/metrics`, staffOnly),
  row("GET", `${api}/admin/metrics/export`, staffOnly),
  row("GET", `${api}/admin/funnel`, staffOnly),
  row("GET", `${api}/admin/reports`, staffOnly),
  row("GET", `${api}/admin/targets`, staffOnly),
  row("GET", `${api}/admin/targets/export`, staffOnly),
  row("POST", `${api}/vitals`, everybody(202), { body: () => ({ page: "/login", metric: "LCP", value: 900 }) }),
  row("GET", `${api}/admin/alerts`, staffOnly),
  row("POST", `${api}/admin/alerts/[id]/ack`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/alerts/${nobody}/ack`,
    body: () => ({}),
  }),
  row("GET", `${api}/admin/alert-rules`, staffOnly),
  row("GET", `${api}/admin/alert-rules/[id]/test`, [401, 403, 403, 200, 200], {
    call: () => `${api}/admin/alert-rules/dead_man/test`,
  }),
  row("POST", `${api}/admin/alert-rules/[id]/test`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/alert-rules/nothing/test`,
  }),
  row("POST", `${api}/admin/alert-rules`, [401, 403, 403, 403, 422], { body: () => ({ kind: "otp_all" }) }),
  row("DELETE", `${api}/admin/alert-rules/[id]`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/alert-rules/nothing`,
  }),
  row("PATCH", `${api}/admin/alert-rules/[id]`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/alert-rules/nothing`,
    body: () => ({ enabled: true }),
  }),
  row("GET", `${api}/admin/audit`, staffOnly),
  row("GET", `${api}/admin/audit/export`, staffOnly),
  row("GET", `${api}/admin/audit/verify`, staffOnly),
  row("POST", `${api}/admin/audit/verify`, [401, 403, 403, 403, 202]),
  row("GET", `${api}/admin/outbox`, staffOnly),
  row("GET", `${api}/admin/outbox/[id]`, [401, 403, 403, 404, 404], { call: () => `${api}/admin/outbox/msg_none` }),
  row("POST", `${api}/admin/outbox/retry`, [401, 403, 403, 403, 422], { body: () => ({}) }),
  row("POST", `${api}/admin/outbox/[id]/retry`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/outbox/msg_none/retry`,
  }),
  row("GET", `${api}/admin/jobs`, staffOnly),
  row("POST", `${api}/admin/jobs/[id]/redrive`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/jobs/00000000-0000-4000-8000-000000000000/redrive`,
    body: aReason,
  }),
  row("GET", `${api}/admin/onboardings`, staffOnly),
  row("GET", `${api}/admin/cohorts`, staffOnly),
  row("GET", `${api}/admin/feedback`, staffOnly),
  row("POST", `${api}/admin/feedback`, refused, { body: () => ({}) }),
  ...["", "/preview"].map(place =>
    row("POST", `${api}/admin/bulk${place}`, [401, 403, 403, 403, 422], { body: () => ({}) }),
  ),
  row("GET", `${api}/admin/bulk/[id]`, [401, 403, 403, 404, 404], { call: () => `${api}/admin/bulk/${nobody}` }),
  row("POST", `${api}/admin/bulk/[id]/abort`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/bulk/${nobody}/abort`,
  }),
  row("GET", `${api}/admin/onboardings/export`, staffOnly),
  row("GET", `${api}/admin/onboardings/now`, staffOnly, { call: () => `${api}/admin/onboardings/now?since=0` }),
  row("GET", `${api}/admin/onboardings/[id]`, [401, 403, 403, 404, 404], {
    call: () => `${api}/admin/onboardings/${nobody}`,
  }),
  row("POST", `${api}/admin/onboardings/[id]/skip`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/onboardings/${nobody}/skip`,
    body: aReason,
  }),
  ...["retry", "cancel", "resume"].map(act =>
    row("POST", `${api}/admin/onboardings/[id]/${act}`, [401, 403, 403, 403, 404], {
      call: () => `${api}/admin/onboardings/${nobody}/${act}`,
      body: () => ({}),
    }),
  ),
  row("GET", `${api}/admin/readiness/[kind]/[id]`, [401, 403, 403, 404, 404], {
    call: () => `${api}/admin/readiness/store/${nobody}`,
  }),
  row("GET", `${api}/admin/partners`, staffOnly),
  row("POST", `${api}/admin/partners`, [401, 403, 403, 403, 422], { body: () => ({ name: "Nobody" }) }),
  ...["rotate", "disable"].map(act =>
    row("POST", `${api}/admin/partners/[id]/${act}`, [401, 403, 403, 403, 404], {
      call: () => `${api}/admin/partners/${nobody}/${act}`,
      body: aReason,
    }),
  ),
  ...webhookDesk.map(([verb, address, outcomes, body]) =>
    row(verb, address, outcomes, {
      call: () => address.replace("[id]", address.includes("/deliveries/") ? "msg_of_nobody" : nobody),
      ...(body ? { body: () => body } : {}),
    }),
  ),
  ...[...memberDesk, ...customerDesk].map(([verb, address, outcomes, body]) =>
    row(verb, address, outcomes, {
      call: () => address.replace("[id]", nobody),
      ...(body ? { body: () => body } : {}),
    }),
  ),
  row("GET", `${api}/admin/employers/[id]/imports`, [401, 403, 403, 404, 404], { call: () => importsOf(nobody) }),
  // Without a file it is the door that is seen.
  row("POST", `${api}/admin/employers/[id]/imports`, [401, 403, 403, 403, 415], {
    call: () => importsOf(nobody),
    body: () => ({}),
  }),
  row("GET", `${api}/admin/employers/[id]/imports/[importId]`, [401, 403, 403, 404, 404], {
    call: () => `${importsOf(nobody)}/${nobody}`,
  }),
  row("GET", `${api}/admin/employers/[id]/imports/[importId]/errors.csv`, [401, 403, 403, 404, 404], {
    call: () => `${importsOf(nobody)}/${nobody}/errors.csv`,
  }),
  ...["mapping", "start", "abort"].map(act =>
    row("POST", `${api}/admin/employers/[id]/imports/[importId]/${act}`, [401, 403, 403, 403, 404], {
      call: () => `${importsOf(nobody)}/${nobody}/${act}`,
      ...(act === "abort" ? {} : { body: () => ({ fields: [] }) }),
    }),
  ),
  row("GET", `${api}/admin/calling/import`, staffOnly),
  // Without a file it is the door that is seen.
  row("POST", `${api}/admin/calling/import`, [401, 403, 403, 403, 415], { body: () => ({}) }),
  row("GET", `${api}/admin/calling/import/[id]`, [401, 403, 403, 404, 404], {
    call: () => `${api}/admin/calling/import/${nobody}`,
  }),
  row("POST", `${api}/admin/calling/import/[id]/start`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/calling/import/${nobody}/start`,
  }),
  row("GET", `${api}/admin/calling/import/[id]/problems`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/calling/import/${nobody}/problems`,
  }),
  // Only who signs gets in, whoever is signed in.
  row("POST", `${api}/calling/practitioners`, everybody(401), { body: () => ({ records: [] }) }),
  ...["activate", "deactivate", "readiness"].map(act =>
    row("POST", `${api}/partner/user/${act}`, everybody(401), { body: () => ({ partner_user_id: "nobody" }) }),
  ),
  row("GET", `${api}/admin/people`, staffOnly),
  row("GET", `${api}/admin/people/[id]/export`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/people/${nobody}/export`,
  }),
  row("POST", `${api}/admin/people/[id]/erase`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/people/${nobody}/erase`,
    body: () => ({ confirm: true }),
  }),
  row("GET", `${api}/admin/people/[id]`, [401, 403, 403, 404, 404], { call: () => `${api}/admin/people/${nobody}` }),
  ...["disable", "enable", "sign-out", "unblock", "view-as"].map(actOnPerson),
  row("POST", `${api}/admin/people/[id]/view-as/end`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/people/${nobody}/view-as/end`,
  }),
  row("POST", `${api}/admin/people/[id]/view-as/point`, [401, 403, 403, 403, 404], {
    call: () => `${api}/admin/people/${nobody}/view-as/point`,
    body: () => ({ place: "/agent/key", field: "key" }),
  }),

  row("GET", `${api}/auth/choose`, signedIn),
  // Only who holds a role may choose it.
  row("POST", `${api}/auth/choose`, [401, 404, 404, 404, 200], { body: () => ({ role: "admin" }) }),
  // With an odd body, because it would sign everybody of this world out: the door comes first.
  row("POST", `${api}/auth/logout-everywhere`, [401, 400, 400, 400, 400], { body: () => ({ now: true }) }),

  // Last: whoever calls it is somebody else afterwards.
  row("POST", `${api}/auth/logout`, signedIn, { body: () => ({}) }),
];

const toLogin = "→ /login?next=";
const storeOfA = (rest: string) => ({ call: ({ ownerA }: World) => `/store/${ownerA.code}/${rest}` });
const storeOfB = (rest: string) => ({
  of: "B" as const,
  call: ({ ownerB }: World) => `/store/${ownerB.code}/${rest}`,
});
// Nobody of this world is a practitioner; who is one has tests of their own (practitioner-journey.spec.ts).
const practitionerPage: Outcomes = [toLogin, 404, 404, 404, 404];
/** Somebody else's store is not there; not for staff either. */
const ownerOf = (a: Outcome, b: Outcome): Outcomes => [toLogin, a, b, 404, 404];
const customerPage: Outcomes = [toLogin, 404, 404, 404, 404];

const pages: Row[] = [
  row("PAGE", "/", everybody(200)),
  row("PAGE", "/login", [200, "→ /", "→ /", "→ /", "→ /"]),
  row("PAGE", "/signup/store", everybody(200)),
  row("PAGE", "/signup/agent", everybody(200)),
  row("PAGE", "/docs/api", everybody(200)),
  row("PAGE", "/docs/api/[operation]", everybody(200), { call: () => "/docs/api/post-v1-auth-send-otp" }),
  row("PAGE", "/docs/api/partner", everybody(200)),
  row("PAGE", "/dev/outbox", everybody(200), { showsAll: true }),
  row("PAGE", "/reminders/[token]", everybody(200), { call: () => "/reminders/nobodys" }),
  row("PAGE", "/invite/[token]", everybody(200), { call: () => "/invite/nobodys" }),
  row("PAGE", "/join/[token]", everybody(200), { call: () => "/join/nobodys" }),
  row("PAGE", "/customer", customerPage),
  row("PAGE", "/customer/workflows", customerPage),
  row("PAGE", "/customer/workflows/[id]", customerPage, { call: () => "/customer/workflows/1" }),
  row("PAGE", "/customer/changes", customerPage),
  row("PAGE", "/customer/users", customerPage),
  row("PAGE", "/customer/preferences", customerPage),
  row("PAGE", "/account/data", [toLogin, 200, 200, 200, 200]),
  row("PAGE", "/account/preferences", [toLogin, 200, 200, 200, 200]),
  row("PAGE", "/account/notices", [toLogin, 200, 200, 200, 200]),
  row("PAGE", "/admin", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/stores", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/agents", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/agents/[userId]", [toLogin, 404, 404, 404, 404], { call: () => `/admin/agents/${nobody}` }),
  row("PAGE", "/admin/onboardings", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/onboardings/grid", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/onboardings/[id]", [toLogin, 404, 404, 404, 404], {
    call: () => `/admin/onboardings/${nobody}`,
  }),
  row("PAGE", "/admin/metrics", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/metrics/reports/[month]", [toLogin, 404, 404, 200, 200], {
    call: () => "/admin/metrics/reports/2020-01",
  }),
  row("PAGE", "/admin/alerts", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/audit", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/notifications", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/notifications/[id]", [toLogin, 404, 404, 404, 404], {
    call: () => "/admin/notifications/msg_none",
  }),
  row("PAGE", "/admin/feedback", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/cohorts", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/bulk/[id]", [toLogin, 404, 404, 404, 404], { call: () => `/admin/bulk/${nobody}` }),
  row("PAGE", "/admin/practitioners", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/schedule", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/sandbox", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/health", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/partners", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/partners/[id]", [toLogin, 404, 404, 404, 404], { call: () => `/admin/partners/${nobody}` }),
  row("PAGE", "/admin/practitioners/import", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/practitioners/import/[id]", [toLogin, 404, 404, 404, 404], {
    call: () => `/admin/practitioners/import/${nobody}`,
  }),
  row("PAGE", "/admin/employers", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/employers/[id]", [toLogin, 404, 404, 404, 404], { call: () => `/admin/employers/${nobody}` }),
  row("PAGE", "/admin/employers/[id]/imports", [toLogin, 404, 404, 404, 404], {
    call: () => `/admin/employers/${nobody}/imports`,
  }),
  row("PAGE", "/admin/employers/[id]/imports/[importId]", [toLogin, 404, 404, 404, 404], {
    call: () => `/admin/employers/${nobody}/imports/${nobody}`,
  }),
  row("PAGE", "/admin/members", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/members/new", [toLogin, 404, 404, 404, 200]),
  row("PAGE", "/admin/members/[id]", [toLogin, 404, 404, 404, 404], { call: () => `/admin/members/${nobody}` }),
  row("PAGE", "/admin/members/[id]/edit", [toLogin, 404, 404, 404, 404], {
    call: () => `/admin/members/${nobody}/edit`,
  }),
  row("PAGE", "/admin/customers", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/customers/new", [toLogin, 404, 404, 404, 200]),
  ...["", "/access", "/credentials", "/criteria", "/edit", "/monitoring", "/syncs", "/workflows"].map(place =>
    row("PAGE", `/admin/customers/[id]${place}`, [toLogin, 404, 404, 404, 404], {
      call: () => `/admin/customers/${nobody}${place}`,
    }),
  ),
  row("PAGE", "/admin/people", [toLogin, 404, 404, 200, 200]),
  row("PAGE", "/admin/people/[id]", [toLogin, 404, 404, 404, 404], { call: () => `/admin/people/${nobody}` }),
  row("PAGE", "/onboarding", practitionerPage),
  row("PAGE", "/onboarding/[step]", practitionerPage, { call: () => "/onboarding/basic-info" }),
  row("PAGE", "/onboarding/check", practitionerPage),
  row("PAGE", "/dashboard", practitionerPage),
  row("PAGE", "/dashboard/settings", practitionerPage),
  row("PAGE", "/dashboard/settings/[step]", practitionerPage, { call: () => "/dashboard/settings/bio-about" }),
  // Nor an agent (agent-journey.spec.ts).
  ...[
    ...["", "/onboarding", "/onboarding/connect", "/onboarding/sync", "/key", "/dashboard"],
    ...["/settings", "/changes", "/network", "/earnings"],
  ].map(place => row("PAGE", `/agent${place}`, [toLogin, 404, 404, 404, 404])),
  ...["transactions", "listings"].flatMap(list => [
    row("PAGE", `/agent/${list}`, [toLogin, 404, 404, 404, 404]),
    row("PAGE", `/agent/${list}/[id]`, [toLogin, 404, 404, 404, 404], { call: () => `/agent/${list}/${nobody}` }),
  ]),
  row("PAGE", "/agent/syncs", [toLogin, 404, 404, 404, 404]),
  row("PAGE", "/agent/syncs/[jobId]", [toLogin, 404, 404, 404, 404], { call: () => `/agent/syncs/${nobody}` }),
  // With one place there is nothing to choose.
  row("PAGE", "/choose", [toLogin, "→ /store/", "→ /store/", "→ /admin", "→ /admin"]),

  row("PAGE", "/store/[code]/onboarding", ownerOf("→ /store/", 404), storeOfA("onboarding")),
  row("PAGE", "/store/[code]/onboarding/[step]", ownerOf("→ /store/", 404), storeOfA("onboarding/merchant-profile")),
  row("PAGE", "/store/[code]/dashboard", ownerOf(200, 404), storeOfA("dashboard")),
  row("PAGE", "/store/[code]/orders", ownerOf(200, 404), storeOfA("orders")),
  row("PAGE", "/store/[code]/orders/unmatched", ownerOf(200, 404), storeOfA("orders/unmatched")),
  row("PAGE", "/store/[code]/products", ownerOf(200, 404), storeOfA("products")),
  row("PAGE", "/store/[code]/imports/[jobId]", ownerOf(200, 404), {
    call: ({ ownerA }) => `/store/${ownerA.code}/imports/${ownerA.jobId}`,
  }),
  row("PAGE", "/store/[code]/settings", ownerOf("→ /store/", 404), storeOfA("settings")),
  row("PAGE", "/store/[code]/settings/[part]", ownerOf(200, 404), storeOfA("settings/letzshop")),
  // The same with B's code (bar 25): its own wizard is open, its shop is behind the gate.
  row("PAGE", "/store/[code]/onboarding", ownerOf(404, "→ /store/"), storeOfB("onboarding")),
  row("PAGE", "/store/[code]/onboarding/[step]", ownerOf(404, 200), storeOfB("onboarding/merchant-profile")),
  row("PAGE", "/store/[code]/dashboard", ownerOf(404, "→ /store/"), storeOfB("dashboard")),
  row("PAGE", "/store/[code]/orders", ownerOf(404, "→ /store/"), storeOfB("orders")),
  row("PAGE", "/store/[code]/orders/unmatched", ownerOf(404, "→ /store/"), storeOfB("orders/unmatched")),
  row("PAGE", "/store/[code]/products", ownerOf(404, "→ /store/"), storeOfB("products")),
  row("PAGE", "/store/[code]/imports/[jobId]", ownerOf(404, "→ /store/"), {
    of: "B",
    call: ({ ownerA, ownerB }) => `/store/${ownerB.code}/imports/${ownerA.jobId}`,
  }),
  row("PAGE", "/store/[code]/settings", ownerOf(404, "→ /store/"), storeOfB("settings")),
  row("PAGE", "/store/[code]/settings/[part]", ownerOf(404, "→ /store/"), storeOfB("settings/letzshop")),
];

/** Every page and every method of every route, in the order they are called: pages first, since `logout` comes last. */
export const matrix: Row[] = [...pages, ...routes];
