import fc from "fast-check";
import type pg from "pg";
import { expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { withConnection } from "@/lib/platform/testing/database";
import { isFull } from "@/lib/platform/testing/full-form";
import {
  anyStep,
  everyEvent,
  expectStep,
  type Model,
  modelPlans,
  newModel,
  offeringOf,
  type PlainEvent,
  type Plan,
  type Step,
} from "@/lib/platform/testing/member-model";
import { ask, newContract, newMember, proofs } from "@/lib/platform/testing/new-member";
import { type MemberEvent, memberEvents } from "./schema/transition";
import { activateDue } from "./service/activate-due";
import { befall } from "./service/befall";
import { cancelSchedule } from "./service/cancel-schedule";
import { deactivate } from "./service/deactivate";
import { schedule } from "./service/schedule";

const runs = isFull ? 1_000 : 5;
// Told in the test's name, so that what was found is found again.
const seed = isFull ? Date.now() % 2 ** 31 : 9;

type World = {
  memberId: number;
  model: Model;
  ids: Record<Plan, string>;
  watcher: pg.Client;
  seen: (event: MemberEvent) => void;
};

const countActive = async ({ watcher, memberId }: World): Promise<Record<string, number>> => {
  const sql =
    "SELECT core_offering, count(*)::int FROM member_subscription WHERE member_id = $1 AND ended_at IS NULL GROUP BY 1";
  const { rows } = await watcher.query<{ core_offering: string; count: number }>(sql, [memberId]);
  return Object.fromEntries(rows.map(row => [row.core_offering, row.count]));
};

async function look(world: World, kept: string | null): Promise<void> {
  const seen = await countActive(world);
  for (const count of Object.values(seen)) expect(count).toBe(1);
  if (kept) expect(seen[kept], "one is active all the time").toBe(1);
}

/** Does something, and looks from another connection; all the while where of `kept` one must be active at any moment. */
async function whileWatched<T>(world: World, kept: string | null, work: Promise<T>): Promise<T> {
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

let links = 0;
async function openInvite(tx: Tx, memberId: number, planId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE member_invite SET ended_at = app_now(), ended_because = 'replaced' WHERE member_id = ${memberId} AND ended_at IS NULL`;
  await tx.$executeRaw`
    INSERT INTO member_invite (member_id, plan_subscription_id, token_hash, channels, created_at, expires_at, take_up_until)
    VALUES (${memberId}, ${planId}, ${`hash ${++links}`}, '{email}', app_now(), app_now() + interval '1 day', app_now() + interval '3 days')`;
}

const call = { via: proofs.admin, requestId: "req_test" };

function happen({ memberId, ids }: World, event: PlainEvent): Promise<unknown> {
  if (event === "cancel") return cancelSchedule({ memberId, ...call });
  return befall(
    { memberId, ...call, event },
    {
      inviteEnds: event === "revoke" ? "revoked" : undefined,
      apply: async tx => {
        if (event === "invite" || event === "resend") await openInvite(tx, memberId, ids.gold);
        return { result: null, action: `test.${event}` };
      },
    },
  );
}

async function comeDue(memberId: number): Promise<unknown> {
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE activation_timer SET due_at = app_now() WHERE member_id = ${memberId}`,
  );
  return activateDue(memberId, { actor: { kind: "system" }, requestId: "req_test" });
}

function carryOut(world: World, step: Step): Promise<unknown> {
  const { memberId, ids } = world;
  if (step.do === "ask") return ask(memberId, ids[step.plan], proofs[step.door]);
  if (step.do === "stop") return deactivate({ memberId, planId: step.plan && ids[step.plan], ...call });
  if (step.do === "due") return comeDue(memberId);
  if (step.do !== "schedule") return happen(world, step.do);
  return schedule({ memberId, planId: ids[step.plan], dueAt: new Date(Date.now() + 3_600_000), ...call });
}

const statuses: Record<string, number> = { invalid_input: 422, not_found: 404 };

async function apply(world: World, step: Step): Promise<void> {
  const { model, seen } = world;
  const before = structuredClone(model);
  const kept = step.do === "ask" && before.active[offeringOf[step.plan]] ? offeringOf[step.plan] : null;
  const wanted = expectStep(model, step, seen);
  const refusal = await codeOf(whileWatched(world, kept, carryOut(world, step)));
  expect(refusal?.code ?? null, JSON.stringify({ step, before })).toBe(wanted);
  if (refusal) expect(refusal.status).toBe(statuses[refusal.code] ?? 409);
  if (wanted === "illegal_transition") expect(refusal?.data).toEqual({ state: before.state });
  await expectModel(world, JSON.stringify({ step, before }));
}

async function expectModel({ watcher, memberId, model, ids }: World, after: string): Promise<void> {
  const { rows } = await watcher.query(
    `SELECT m.state, coalesce(array_agg(s.plan_subscription_id ORDER BY s.plan_subscription_id) FILTER (WHERE s.id IS NOT NULL), '{}') AS active,
       (SELECT count(*)::int FROM member_invite i WHERE i.member_id = m.id AND i.ended_at IS NULL) AS invites,
       (SELECT plan_subscription_id FROM activation_timer t WHERE t.member_id = m.id) AS timer
     FROM member m LEFT JOIN member_subscription s ON s.member_id = m.id AND s.ended_at IS NULL WHERE m.id = $1 GROUP BY m.id`,
    [memberId],
  );
  const active = Object.values(model.active)
    .map(one => ids[one])
    .sort();
  const { state, hasInvite, timer } = model;
  const wanted = { state, active, invites: hasInvite ? 1 : 0, timer: timer && ids[timer] };
  expect(rows, after).toEqual([wanted]);
  expect(timer === null || state === "scheduled", "a timer runs only while one waits for it").toBe(true);
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
  `bars 96 and 111: whatever befalls a member in whatever order, ${runs} times by the seed ${seed}, of a core offering there are never two active, never none while one is replaced, one link at most, a timer only for whoever is scheduled, and what cannot be is 409 with the state`,
  () =>
    withConnection(env.databaseUrl, async watcher => {
      await watcher.query("SET ROLE gangway_system");
      const contract = await newContract(modelPlans);
      const passed = new Set<MemberEvent>();
      const property = fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 12 }), async steps => {
        const memberId = await newMember(contract.id);
        const seen = (event: MemberEvent) => passed.add(event);
        const world: World = { memberId, model: newModel(), ids: contract.plans, watcher, seen };
        for (const step of steps) await apply(world, step);
      });
      await fc.assert(property, { numRuns: runs, seed, endOnFailure: true, examples: [[everyEvent]] });
      expect([...passed].sort(), "every event of the table came to pass").toEqual([...memberEvents].sort());
      expect((await watcher.query(faults)).rows).toEqual([]);
      expect((await watcher.query(seats)).rows, "seats are counted as they are taken").toEqual([]);
    }),
  isFull ? 600_000 : 60_000,
);
