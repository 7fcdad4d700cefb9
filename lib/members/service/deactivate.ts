import { audit } from "@/lib/platform/audit";
import { statement, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { MemberState } from "../schema/transition";
import type { Act, Proof } from "./act";
import { logTry, type Try } from "./log-try";
import { whileAlone } from "./member-lock";
import { moveMember } from "./move-member";
import { illegalTransition } from "./refuse";

/** Who loses which plan: one, or all that they have. */
export type Deactivation = Pick<Act, "memberId" | "requestId" | "caller"> & {
  planId?: string;
  via: Proof;
  reason?: string;
};

/** The subscriptions that ended, since when, and where the member stands now. */
export type DeactivationResult = { endedSubscriptionIds: string[]; endedAt: Date; state: MemberState };

type Held = { state: MemberState; at: Date };
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

// The seats go free with the subscriptions; what is held already is held in the order of the plans' names.
async function endSubscriptions(tx: Tx, { memberId, planId }: Deactivation): Promise<{ id: string; left: number }[]> {
  await tx.$queryRaw`
    SELECT p.id FROM plan_subscription p JOIN member_subscription s ON s.plan_subscription_id = p.id
    WHERE s.member_id = ${memberId} AND s.ended_at IS NULL ORDER BY p.id FOR NO KEY UPDATE OF p`;
  return tx.$queryRaw`
    WITH ended AS (
      UPDATE member_subscription SET ended_at = greatest(app_now(), started_at), ended_because = 'deactivated'
      WHERE member_id = ${memberId} AND ended_at IS NULL AND plan_subscription_id = coalesce(${planId ?? null}, plan_subscription_id)
      RETURNING id, plan_subscription_id
    ), freed AS (
      UPDATE plan_subscription p SET seats_taken = p.seats_taken - of_plan.count
      FROM (SELECT plan_subscription_id, count(*)::int FROM ended GROUP BY 1) of_plan WHERE p.id = of_plan.plan_subscription_id
    )
    SELECT id, (SELECT count(*) FROM member_subscription WHERE member_id = ${memberId} AND ended_at IS NULL)::int
      - (SELECT count(*) FROM ended)::int AS left FROM ended`;
}

const auditOf = ({ memberId, via, reason, caller }: Deactivation, ended: string[], state: MemberState) => ({
  action: "member.deactivated",
  actor: via.actor,
  subject: { kind: "member", id: memberId },
  detail: { door: via.door, ended, state, ...(reason ? { reason } : {}) },
  ...caller,
});

async function end(
  tx: Tx,
  input: Deactivation,
  startedMs: number,
): Promise<DeactivationResult | { refused: MemberState }> {
  const { memberId } = input;
  const [held] = await tx.$queryRaw<Held[]>`
    SELECT state::text, app_now() AS at FROM member WHERE id = ${memberId} FOR NO KEY UPDATE`;
  if (!held) throw new AppError("not_found");
  const ended = held.state === "activated" ? await endSubscriptions(tx, input) : [];
  const [first] = ended;
  if (!first) return { refused: held.state };
  const state: MemberState = first.left > 0 ? "activated" : "deactivated";
  await moveMember(tx, memberId, state);
  const ids = ended.map(({ id }) => id);
  const outcome = { from: held.state, to: state, code: null, subscriptionId: ids[0] ?? null, decision: { ended: ids } };
  await tx.$executeRaw(logTry(tryOf(input, startedMs, outcome)));
  await audit(tx, auditOf(input, ids, state));
  return { endedSubscriptionIds: ids, endedAt: held.at, state };
}

/** Adds a refused try to the log, in a transaction of its own. */
const logRefusal = (input: Deactivation, startedMs: number, { code }: AppError, from: MemberState | null) =>
  statement(logTry(tryOf(input, startedMs, { from, to: null, code, subscriptionId: null, decision: {} })));

/**
 * Ends what a member has: all of it, or one plan, after which the member stays activated while others go on; seats go free. Coming back later works like
 * the first time. Throws `not_found`, `activation_in_progress`, and `illegal_transition` where there is nothing to end.
 */
export async function deactivate(input: Deactivation): Promise<DeactivationResult> {
  const startedMs = performance.now();
  const work = () => transaction("system", tx => end(tx, input, startedMs));
  const done = await whileAlone(input, work).catch(async (thrown: unknown) => {
    if (thrown instanceof AppError) await logRefusal(input, startedMs, thrown, null);
    throw thrown;
  });
  if (!("refused" in done)) return done;
  const refusal = illegalTransition(done.refused);
  await logRefusal(input, startedMs, refusal, done.refused);
  throw refusal;
}
