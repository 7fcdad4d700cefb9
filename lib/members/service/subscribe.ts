import { randomToken } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/db";
import type { Door } from "../schema/activation";
import type { ActiveSubscription, Case } from "./find-case";
import { withdrawLink } from "./invite/withdraw-link";
import { mirroring } from "./mirror-onboarding";

/** Somebody else has begun or ended what this act wanted to: everything is asked again. */
export class Overtaken extends Error {}

/** The last seat went to somebody else in the meantime, or the plan, its contract or its employer has ended. */
export class SeatTaken extends Error {}

// Of two plans in the order of their names, so that two who change places do not wait for each other.
const holdPlans = (tx: Tx, planIds: string[]) =>
  tx.$queryRaw`SELECT id FROM plan_subscription WHERE id = ANY (${planIds}) ORDER BY id FOR NO KEY UPDATE`;

// Only what has really ended makes room for the new one: otherwise somebody was faster.
const begin = ({ id, of, door, old, log }: Beginning, coreOffering: string) => Prisma.sql`
  WITH ended AS (
    UPDATE member_subscription SET ended_at = greatest(${of.at}::timestamptz, started_at), ended_because = 'replaced'
    WHERE id = ${old?.id ?? ""} AND ended_at IS NULL RETURNING plan_subscription_id
  ), begun AS (
    INSERT INTO member_subscription (id, member_id, plan_subscription_id, core_offering, started_at, door)
    SELECT ${id}, ${of.memberId}, ${of.planId}, ${coreOffering}, ${of.at}::timestamptz, ${door}
    WHERE ${old === null} OR EXISTS (SELECT FROM ended)
    ON CONFLICT DO NOTHING RETURNING id
  ), moved AS (
    UPDATE member SET state = 'activated', failed_code = NULL, version = version + 1, updated_at = ${of.at}::timestamptz
    WHERE id = ${of.memberId} RETURNING *
  ), ${mirroring(Prisma.sql`moved`)}, stopped AS (
    DELETE FROM activation_timer WHERE member_id = ${of.memberId}
  ), taken_up AS (
    UPDATE member_invite SET ended_at = ${of.at}::timestamptz, ended_because = ${door === "invite" ? "accepted" : "superseded"}
    WHERE member_id = ${of.memberId} AND ended_at IS NULL RETURNING id
  ), freed AS (
    UPDATE plan_subscription p SET seats_taken = p.seats_taken - 1 FROM ended WHERE p.id = ended.plan_subscription_id
  ), seated AS (
    UPDATE plan_subscription p SET seats_taken = p.seats_taken + 1
    WHERE p.id = ${of.planId} AND (p.seats IS NULL OR p.seats_taken < p.seats) AND p.retired_at IS NULL AND EXISTS (
      SELECT FROM parent_subscription c JOIN employer e ON e.id = c.employer_id
      WHERE c.id = p.parent_subscription_id AND c.cancelled_at IS NULL AND e.disabled_at IS NULL) RETURNING p.id
  ), logged AS (${log})
  SELECT (SELECT count(*) FROM begun)::int AS begun, (SELECT count(*) FROM seated)::int AS seated,
    (SELECT id FROM taken_up) AS "endedInvite" FROM moved`;

/** An id that nobody has. */
export const newSubscriptionId = (): string => `ms_${randomToken(15)}`;

/** What is to begin under which id, through which door, what ends for it, and the statement that adds the try to the log. */
export type Beginning = { id: string; of: Case; door: Door; old: ActiveSubscription | null; log: Prisma.Sql };

type Done = { begun: number; seated: number; endedInvite: number | null };

/**
 * Begins the subscription, ends the one it replaces, counts the seats of both, moves the member with its onboarding, stops a timer, ends an invite and logs
 * the try: one statement, two where a plan is replaced, more where an invite ended whose messages may wait. Throws Overtaken and SeatTaken, after which the
 * transaction must be rolled back.
 */
export async function subscribe(tx: Tx, beginning: Beginning): Promise<void> {
  const { of, old } = beginning;
  if (!of.plan) throw new Error("a plan that is not there was granted");
  if (old) await holdPlans(tx, [old.planId, of.planId]);
  const [done] = await tx.$queryRaw<Done[]>(begin(beginning, of.plan.coreOffering));
  if (done?.begun !== 1) throw new Overtaken();
  if (done.seated !== 1) throw new SeatTaken();
  if (done.endedInvite !== null) await withdrawLink(tx, done.endedInvite);
}
