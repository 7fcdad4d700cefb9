import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import { isThrough, type Requirement, toOwnView } from "@/lib/platform/readiness/requirement";
import type { PartnerReadinessView } from "@/lib/platform/readiness/schema";
import { readStanding, standingOf } from "@/lib/platform/readiness/standing";
import type { PartnerDeactivation } from "../schema/partner";
import { findKnown } from "../service/partner/find-person";
import { type MemberFacts, toReadiness } from "../view/readiness";

/** What each of these members needs, by their id; one statement, however many they are. Who is not there, or was erased, is left out. */
export async function readReadiness(tx: Tx, ids: readonly number[]): Promise<Map<number, Requirement[]>> {
  const rows = await tx.$queryRaw<MemberFacts[]>`
    SELECT m.id, m.state::text AS state, ${standingOf} AS standing, m.partner_account_id IS NOT NULL AS "isPartners",
      num_nulls(m.name, m.dob, m.gender) = 0 AND num_nonnulls(m.phone_number, m.email) > 0 AS "hasDetails", t.due_at AS "dueAt",
      CASE WHEN i.id IS NOT NULL THEN jsonb_build_object('sentAt', i.created_at, 'expiresAt', i.expires_at, 'takeUpUntil', i.take_up_until) END AS invite,
      plan.since AS "subscribedAt", plan.ended AS "endedAt", c.ends_on AS "contractEndsOn",
      c.cancelled_at IS NOT NULL OR coalesce(c.ends_on < (app_now() AT TIME ZONE 'UTC')::date, false) AS "isContractOver"
    FROM member m JOIN onboarding o ON o.member_id = m.id LEFT JOIN parent_subscription c ON c.id = m.parent_subscription_id
    LEFT JOIN activation_timer t ON t.member_id = m.id LEFT JOIN member_invite i ON i.member_id = m.id AND i.ended_at IS NULL
    CROSS JOIN LATERAL (SELECT min(started_at) FILTER (WHERE ended_at IS NULL) AS since, max(ended_at) AS ended
      FROM member_subscription s WHERE s.member_id = m.id) plan
    WHERE m.id = ANY(${[...ids]}::int[]) AND m.erased_at IS NULL`;
  return new Map(rows.map(row => [row.id, toReadiness({ ...row, standing: readStanding(row.standing) })]));
}

/** What one of this partner's people needs, as far as a partner may read it. Throws `not_found` for whom the account does not know. */
export const getPartnerReadiness = (
  { accountId }: Pick<PartnerActor, "accountId">,
  { partnerUserId }: PartnerDeactivation,
): Promise<PartnerReadinessView> =>
  transaction("system", async tx => {
    const id = await findKnown(tx, accountId, partnerUserId);
    const requirements = id === null ? undefined : (await readReadiness(tx, [id])).get(id);
    if (!requirements) throw new AppError("not_found");
    return { isThrough: isThrough(requirements), requirements: toOwnView(requirements, "partner") };
  });
