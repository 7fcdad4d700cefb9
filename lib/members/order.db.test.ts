import fc from "fast-check";
import type pg from "pg";
import { expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { withConnection } from "@/lib/platform/testing/database";
import { isFull } from "@/lib/platform/testing/full-form";
import { ask, newContract, newMember, placeIn, proofs } from "@/lib/platform/testing/new-member";
import { type MemberEvent, type MemberState, transition } from "./schema/transition";
import { deactivate } from "./service/deactivate";

const runs = isFull ? 60 : 5;
const longest = isFull ? 30 : 10;
const plans = { gold: {}, silver: {}, life: { coreOffering: "life" } };
type Plan = keyof typeof plans;
const offeringOf = { gold: "health", silver: "health", life: "life" } as const;
type Offering = (typeof offeringOf)[Plan];

const plan = fc.constantFrom(...(Object.keys(plans) as Plan[]));
const door = fc.constantFrom("direct" as const, "admin", "partner", "replacing", "auto", "invite");
// Those that come by another act than the activation's: the table alone says where they lead.
const other = fc.constantFrom<MemberEvent[]>(
  "invite",
  "resend",
  "revoke",
  "details",
  "otp_ok",
  "schedule",
  "cancel",
  "expire",
  "fail",
);
const event = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("ask" as const), plan, door }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stop" as const), plan: fc.option(plan, { nil: undefined }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("other" as const), event: other }) },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** What the rules say of a member, told a second time and without the product's code for it. */
type Model = { state: MemberState; active: Partial<Record<Offering, Plan>> };
const eventOfDoor = {
  direct: "admin_activate",
  admin: "admin_activate",
  partner: "partner_call",
  replacing: "partner_call",
  auto: "due",
  invite: "accept",
} as const;

/** What is to come of a wish: the refusal's code, or null. Changes the model. */
function expectAsk(model: Model, { plan: wanted, door: by }: Extract<Event, { do: "ask" }>): string | null {
  const had = model.active[offeringOf[wanted]];
  if (had === wanted) return "already_active";
  const isReplacement = had !== undefined && by === "replacing" && model.state === "activated";
  const to = transition(model.state, isReplacement ? "replace" : eventOfDoor[by]);
  if (to === null) return "illegal_transition";
  if (had !== undefined && !isReplacement) return "duplicate_core_offering";
  model.state = to;
  model.active[offeringOf[wanted]] = wanted;
  return null;
}

function expectStop(model: Model, only: Plan | undefined): string | null {
  const ended = Object.values(model.active).filter(one => only === undefined || one === only);
  if (model.state !== "activated") return "illegal_transition";
  if (ended.length === 0) return only === undefined ? "illegal_transition" : "invalid_input";
  for (const one of ended) delete model.active[offeringOf[one]];
  if (Object.keys(model.active).length === 0) model.state = "deactivated";
  return null;
}

type World = { memberId: number; model: Model; ids: Record<Plan, string>; watcher: pg.Client };

const countActive = async ({ watcher, memberId }: World): Promise<Record<string, number>> => {
  const sql =
    "SELECT core_offering, count(*)::int FROM member_subscription WHERE member_id = $1 AND ended_at IS NULL GROUP BY 1";
  const { rows } = await watcher.query<{ core_offering: string; count: number }>(sql, [memberId]);
  return Object.fromEntries(rows.map(row => [row.core_offering, row.count]));
};

async function look(world: World, kept: Offering | null): Promise<void> {
  const seen = await countActive(world);
  for (const count of Object.values(seen)) expect(count).toBe(1);
  if (kept) expect(seen[kept], "one is active all the time").toBe(1);
}

/** Does something, and looks from another connection; all the while where of `kept` one must be active at any moment. */
async function whileWatched<T>(world: World, kept: Offering | null, work: Promise<T>): Promise<T> {
  let isOver = kept === null;
  const watch = async () => {
    while (!isOver) await look(world, kept);
  };
  const watched = watch();
  const [done] = await Promise.allSettled([work]);
  isOver = true;
  await watched;
  await look(world, kept);
  if (done.status === "rejected") throw done.reason;
  return done.value;
}

const codeOf = async (work: Promise<unknown>): Promise<AppError | null> =>
  work.then(
    () => null,
    (thrown: unknown) => {
      if (thrown instanceof AppError) return thrown;
      throw thrown;
    },
  );

async function apply(world: World, one: Event): Promise<void> {
  const { memberId, model, ids } = world;
  const before = structuredClone(model);
  if (one.do === "other") {
    const to = transition(model.state, one.event);
    if (to === null) return;
    model.state = to;
    return void (await placeIn(memberId, to));
  }
  const kept = one.do === "ask" && before.active[offeringOf[one.plan]] ? offeringOf[one.plan] : null;
  const wanted = one.do === "ask" ? expectAsk(model, one) : expectStop(model, one.plan);
  const work: Promise<unknown> =
    one.do === "ask"
      ? ask(memberId, ids[one.plan], proofs[one.door])
      : deactivate({ memberId, planId: one.plan && ids[one.plan], via: proofs.admin, requestId: "req_test" });
  const refusal = await codeOf(whileWatched(world, kept, work));
  expect(refusal?.code ?? null, JSON.stringify({ one, before })).toBe(wanted);
  if (refusal) expect(refusal.status).toBe(wanted === "invalid_input" ? 422 : 409);
  if (wanted === "illegal_transition") expect(refusal?.data).toEqual({ state: before.state });
}

async function expectModel(world: World): Promise<void> {
  const { watcher, memberId, model, ids } = world;
  const { rows } = await watcher.query(
    `SELECT m.state, coalesce(array_agg(s.plan_subscription_id ORDER BY s.plan_subscription_id) FILTER (WHERE s.id IS NOT NULL), '{}') AS active
     FROM member m LEFT JOIN member_subscription s ON s.member_id = m.id AND s.ended_at IS NULL WHERE m.id = $1 GROUP BY m.id`,
    [memberId],
  );
  const active = Object.values(model.active).map(one => ids[one]);
  expect(rows).toEqual([{ state: model.state, active: active.sort() }]);
}

// What was active when, by the history alone: two of one core offering never meet, and what was replaced ended as the next one began.
const faults = `
  SELECT a.id FROM member_subscription a JOIN member_subscription b ON a.member_id = b.member_id AND a.core_offering = b.core_offering AND a.id < b.id
    AND tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)
  UNION ALL SELECT a.id FROM member_subscription a WHERE a.ended_because = 'replaced' AND NOT EXISTS (
    SELECT FROM member_subscription b WHERE b.member_id = a.member_id AND b.core_offering = a.core_offering AND b.started_at = a.ended_at)`;
const seats = `
  SELECT p.id FROM plan_subscription p WHERE p.seats_taken <> (SELECT count(*) FROM member_subscription s WHERE s.plan_subscription_id = p.id AND s.ended_at IS NULL)`;

test(
  "bar 96: whatever befalls a member in whatever order, of a core offering there are never two active, never none while one is replaced, and what cannot be is 409 with the state",
  () =>
    withConnection(env.databaseUrl, async watcher => {
      await watcher.query("SET ROLE gangway_system");
      const contract = await newContract(plans);
      const property = fc.asyncProperty(fc.array(event, { minLength: 6, maxLength: longest }), async events => {
        const memberId = await newMember(contract.id);
        const world: World = { memberId, model: { state: "draft", active: {} }, ids: contract.plans, watcher };
        for (const one of events) await apply(world, one);
        await expectModel(world);
      });
      await fc.assert(property, { numRuns: runs, seed: 9, endOnFailure: true });
      expect((await watcher.query(faults)).rows).toEqual([]);
      expect((await watcher.query(seats)).rows, "seats are counted as they are taken").toEqual([]);
    }),
  isFull ? 300_000 : 60_000,
);
