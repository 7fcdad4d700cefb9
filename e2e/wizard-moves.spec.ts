import { actionsOf, callAction, storeOf } from "./actions";
import { expect, test } from "./fixtures";
import { answers, type StepName, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step";
type Move = { path: string; body: (owner: StoreOwner, sandboxUrl: string) => object };

const moves = {
  profile: { path: `${step}/merchant-profile`, body: answers.merchantProfile },
  letzshop: { path: `${step}/letzshop-api`, body: () => answers.letzshopKey },
  products: { path: `${step}/product-import`, body: (_, sandboxUrl) => answers.productImport(sandboxUrl) },
  start: { path: `${step}/order-sync/trigger`, body: () => answers.orderSync },
  finish: { path: `${step}/order-sync/complete`, body: () => ({}) },
  finishAnothers: { path: `${step}/order-sync/complete`, body: () => ({ job_id: 2_000_000_000 }) },
} satisfies Record<string, Move>;

/** What each stage does not allow, with the refusal that it gets. */
const illegal: Record<StepName, [keyof typeof moves, string][]> = {
  merchant_profile: [
    ["letzshop", "409 step_out_of_order"],
    ["products", "409 step_out_of_order"],
    ["start", "409 step_out_of_order"],
    ["finish", "409 step_out_of_order"],
  ],
  letzshop_api: [
    ["products", "409 step_out_of_order"],
    ["start", "409 step_out_of_order"],
    ["finish", "409 step_out_of_order"],
  ],
  product_import: [
    ["start", "409 step_out_of_order"],
    ["finish", "409 step_out_of_order"],
  ],
  order_sync: [
    ["finish", "409 sync_not_finished"],
    ["finishAnothers", "404 not_found"],
  ],
  complete: [
    ["profile", "409 already_completed"],
    ["letzshop", "409 already_completed"],
    ["products", "409 already_completed"],
    ["start", "409 already_completed"],
    ["finishAnothers", "404 not_found"],
  ],
};

/** What a client may wish for, in every spelling that a server might listen to. */
const flags = {
  is_completed: true,
  isCompleted: true,
  completed: true,
  skipped: true,
  skip: true,
  skipped_by_admin: true,
  skippedByAdmin: true,
  status: "complete",
  state: "done",
  current_step: "order_sync",
  required_step: null,
  step: "order_sync",
  force: true,
};

for (const [stage, refused] of Object.entries(illegal) as [StepName, (typeof illegal)[StepName]][])
  test(`bar 29: at ${stage} no move is possible that is not next, and none of the client's flags helps`, async ({
    storeAt,
    sandboxUrl,
  }) => {
    const owner = await storeAt(stage);
    const { request } = owner;
    const before = await storeOf(owner);
    const refusalOf = async (path: string, data: object, params = {}, headers = {}) => {
      const answer = await request.post(path, { data, params, headers });
      return `${answer.status()} ${(await answer.json()).error?.code}`;
    };
    for (const [name, refusal] of refused) {
      const { path, body } = moves[name];
      const data = body(owner, sandboxUrl);
      expect.soft(await refusalOf(path, data), name).toBe(refusal);
      const asHeaders = Object.fromEntries(Object.keys(flags).map(flag => [`X-${flag.replaceAll("_", "-")}`, "true"]));
      expect
        .soft(await refusalOf(path, data, { skip: "1", force: "true", step: stage }, asHeaders), name)
        .toBe(refusal);
      for (const [flag, value] of Object.entries(flags))
        expect.soft(await refusalOf(path, { ...data, [flag]: value }), `${name} with ${flag}`).toMatch(/^40[049] /);
    }
    for (const { path } of Object.values(moves))
      for (const method of ["PUT", "PATCH", "DELETE"])
        expect.soft((await request.fetch(path, { method, data: {} })).status(), `${method} ${path}`).toBe(405);
    for (const path of ["/api/v1/store/onboarding/skip", "/api/v1/store/onboarding/reset", `${step}/order-sync/skip`])
      expect.soft((await request.post(path, { data: {} })).status(), path).toBe(404);
    expect(await storeOf(owner)).toEqual(before);
  });

test("bar 29: an action called out of turn does as little as its route", async ({ storeAt, sandboxUrl }) => {
  const later = await storeAt("product_import");
  const owner = await storeAt("merchant_profile");
  const page = (one: StoreOwner, slug: string) => `/store/${one.code}/onboarding/${slug}`;
  const ids = [
    ...(await actionsOf(later, page(later, "product-import"))),
    ...(await actionsOf(later, page(later, "letzshop-api"))),
  ];
  const before = await storeOf(owner);
  const bodies = [
    { apiKey: "ls_sandbox_key", shopSlug: "demo-shop" },
    { csvUrlFr: `${sandboxUrl}/feeds/fr.csv`, defaultTaxRate: 17, deliveryMethod: "package_delivery", preorderDays: 0 },
    { daysBack: 7, includeProducts: true },
    {},
    { ...flags },
  ];
  let refused = 0;
  for (const id of new Set(ids))
    for (const body of bodies) {
      const { status, text, isDone } = await callAction(
        owner,
        page(owner, "merchant-profile"),
        id,
        JSON.stringify([body]),
      );
      expect.soft(status).toBeLessThan(500);
      expect.soft(isDone, `${id} with ${JSON.stringify(body)}`).toBe(false);
      if (/step_out_of_order/.test(text)) refused += 1;
    }
  expect(refused, "actions that were understood").toBeGreaterThanOrEqual(2);
  expect(await storeOf(owner)).toEqual(before);
});
