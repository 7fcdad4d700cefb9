import { type AuditFact, audit } from "@/lib/platform/audit";
import { statement, type Tx, transaction } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import type { Door } from "../schema/activation";
import type { MemberState } from "../schema/transition";
import type { Act, Proof } from "./act";
import { logTry, type Try } from "./log-try";
import { whileAlone } from "./member-lock";
import { moveMember } from "./move-member";
import { illegalTransition } from "./refuse";
import { type Listened, listener, tellPartner } from "./tell-partner";

/** Who loses which plan: one, or all that they have, or all that `startedBy` has begun. */
export type Deactivation = Pick<Act, "memberId" | "requestId" | "caller"> & {
  planId?: string;
  startedBy?: Door;
  via: Proof;
  reason?: string;
};

/** The subscriptions that ended, since when, and where the member stands now. */
export type DeactivationResult = { endedSubscriptionIds: string[]; endedAt: Date; state: MemberState };

type Refused = { refusal: AppError; from: MemberState };
type LoggedAs = Pick<Try, "from" | "to" | "code" | "subscriptionId" | "decision">;

const tryOf = ({ memberId, planId, via, requestId }: Deactivation, startedMs: number, rest: LoggedAs): Try => ({
  memberId,
  planId: planId ?? null,
  door: via.door,
  actor: via.actor,
  event: "deactivate",
  startedMs,
  requestId,
  ...rest,
});

type Ended = { id: string; planId: string; endedAt: Date; left: number };
type Held = Listened & { state: MemberState };

// The seats go free with the subscriptions; what is held already is held in the order of the plans' names.
async function endSubscriptions(tx: Tx, { memberId, planId, startedBy }: Deactivation): Promise<Ended[]> {
  await tx.$queryRaw`
    SELECT p.id FROM plan_subscription p JOIN member_subscription s ON s.plan_subscription_id = p.id
    WHERE s.member_id = ${memberId} AND s.ended_at IS NULL ORDER BY p.id FOR NO KEY UPDATE OF p`;
  return tx.$queryRaw`
    WITH ended AS (
      UPDATE member_subscription SET ended_at = greatest(app_now(), started_at), ended_because = 'deactivated'
      WHERE member_id = ${memberId} AND ended_at IS NULL AND plan_subscription_id = coalesce(${planId ?? null}, plan_subscription_id)
        AND door = coalesce(${startedBy ?? null}, door)
      RETURNING id, plan_subscription_id, started_at, ended_at
    ), freed AS (
      UPDATE plan_subscription p SET seats_taken = p.seats_taken - of_plan.count
      FROM (SELECT plan_subscription_id, count(*)::int FROM ended GROUP BY 1) of_plan WHERE p.id = of_plan.plan_subscription_id
    )
    SELECT id, plan_subscription_id AS "planId", max(ended_at) OVER () AS "endedAt",
      (SELECT count(*) FROM member_subscription WHERE member_id = ${memberId} AND ended_at IS NULL)::int
      - (SELECT count(*) FROM ended)::int AS left FROM ended ORDER BY started_at, id`;
}

const auditOf = ({ memberId, via, reason, caller }: Deactivation, ended: string[], state: MemberState): AuditFact => ({
  action: "member.deactivated",
  actor: via.actor,
  subject: { kind: "member", id: memberId },
  detail: { door: via.door, ended, state, ...(reason ? { reason } : {}) },
  ...caller,
});

// Who has plans, but not this one, is told of the plan and not of the state.
function refuseToEnd({ planId }: Deactivation, from: MemberState): Refused {
  if (from !== "activated" || planId === undefined) return { refusal: illegalTransition(from), from };
  const fault = { field: "planSubscriptionId", code: "unknown_plan", message: "unknownPlan" };
  return { refusal: invalidInput([fault]), from };
}

async function end(tx: Tx, input: Deactivation, startedMs: number): Promise<DeactivationResult | Refused> {
  const { memberId } = input;
  const [held] = await tx.$queryRaw<Held[]>`
    SELECT m.id AS "memberId", m.state::text, m.parent_subscription_id AS "contractId", m.partner_user_id AS "partnerUserId", ${listener} AS listener
    FROM member m WHERE m.id = ${memberId} FOR NO KEY UPDATE`;
  if (!held) throw new AppError("not_found");
  const ended = held.state === "activated" ? await endSubscriptions(tx, input) : [];
  const [first] = ended;
  if (!first) return refuseToEnd(input, held.state);
  const state: MemberState = first.left > 0 ? "activated" : "deactivated";
  await moveMember(tx, memberId, state);
  const ids = ended.map(({ id }) => id);
  const outcome = { from: held.state, to: state, code: null, subscriptionId: first.id, decision: { ended: ids } };
  await tx.$executeRaw(logTry(tryOf(input, startedMs, outcome)));
  const { door } = input.via;
  for (const { id: subscriptionId, planId } of ended)
    await tellPartner(tx, held, "member.deactivated", { subscriptionId, planId, door, state });
  await audit(tx, auditOf(input, ids, state));
  return { endedSubscriptionIds: ids, endedAt: first.endedAt, state };
}

/** Adds a refused try to the log, in a transaction of its own. */
const logRefusal = (input: Deactivation, startedMs: number, { code }: AppError, from: MemberState | null) =>
  statement(logTry(tryOf(input, startedMs, { from, to: null, code, subscriptionId: null, decision: {} })));

/**
 * Ends what a member has: all of it, one plan, or what one door began, after which the member stays activated while others go on; seats go free. Coming
 * back later works like the first time. Throws `not_found`, `activation_in_progress`, `illegal_transition` where there is nothing to end, and 422
 * `unknown_plan` for a plan that somebody with others does not have.
 */
export async function deactivate(input: Deactivation): Promise<DeactivationResult> {
  const startedMs = performance.now();
  const work = () => transaction("system", tx => end(tx, input, startedMs));
  const done = await whileAlone(input, work).catch(async (thrown: unknown) => {
    if (thrown instanceof AppError) await logRefusal(input, startedMs, thrown, null);
    throw thrown;
  });
  if (!("refusal" in done)) return done;
  await logRefusal(input, startedMs, done.refusal, done.from);
  throw done.refusal;
}
