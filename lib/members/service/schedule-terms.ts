import type { Tx } from "@/lib/platform/db";
import { type FieldError, invalidInput } from "@/lib/platform/errors";

/** Which plan is meant to begin when; without a plan the one that follows. */
export type Wish = { memberId: number; planId?: string; dueAt: Date };

/** The plan that is meant, and what stands against it and against the time. */
export type Terms = {
  planId: string | null;
  isOfContract: boolean;
  isContractOpen: boolean;
  isRetired: boolean;
  allowsAuto: boolean;
  isPast: boolean;
  isTooFar: boolean;
  /** Contract and plan both run on that day. */
  runs: boolean;
};

/**
 * What holds of a wish: the plan that was named, else that of the open invite, else the contract's only one that goes on and may begin by itself. To be
 * read while the invite is open still.
 */
export async function readTerms(tx: Tx, { memberId, planId = "", dueAt }: Wish): Promise<Terms | null> {
  const [terms] = await tx.$queryRaw<Terms[]>`
    WITH wish AS (
      SELECT ${dueAt}::timestamptz AS due_at, (${dueAt}::timestamptz AT TIME ZONE 'UTC')::date AS day, (app_now() AT TIME ZONE 'UTC')::date AS today
    ), follows AS (
      SELECT coalesce(nullif(${planId}, ''),
        (SELECT i.plan_subscription_id FROM member_invite i WHERE i.member_id = m.id AND i.ended_at IS NULL),
        (SELECT min(o.id) FROM plan_subscription o WHERE o.parent_subscription_id = m.parent_subscription_id AND o.allows_auto
          AND o.retired_at IS NULL AND coalesce(o.ends_on >= wish.today, true) HAVING count(*) = 1)) AS id
      FROM member m, wish WHERE m.id = ${memberId}
    )
    SELECT follows.id AS "planId", p.id IS NOT NULL AS "isOfContract", c.cancelled_at IS NULL AND e.disabled_at IS NULL AS "isContractOpen",
      p.retired_at IS NOT NULL AS "isRetired", coalesce(p.allows_auto, false) AS "allowsAuto",
      wish.due_at < app_now() AS "isPast", wish.due_at > app_now() + interval '2 years' AS "isTooFar",
      wish.day >= greatest(c.starts_on, p.starts_on) AND coalesce(wish.day <= least(c.ends_on, p.ends_on), true) AS runs
    FROM member m JOIN parent_subscription c ON c.id = m.parent_subscription_id JOIN employer e ON e.id = c.employer_id
    CROSS JOIN wish CROSS JOIN follows LEFT JOIN plan_subscription p ON p.id = follows.id AND p.parent_subscription_id = c.id
    WHERE m.id = ${memberId}`;
  return terms ?? null;
}

const ofPlan = (code: string, message: string): FieldError => ({ field: "planSubscriptionId", code, message });
const ofDate = (code: string, message: string): FieldError => ({ field: "activationDate", code, message });

function planFault(terms: Terms): FieldError | null {
  if (terms.planId === null) return ofPlan("required", "planFollowsFromNothing");
  if (!terms.isOfContract) return ofPlan("unknown_plan", "unknownPlan");
  if (!terms.isContractOpen) return ofPlan("contract_not_active", "contractNotActive");
  if (terms.isRetired) return ofPlan("plan_not_active", "planNotActive");
  return terms.allowsAuto ? null : ofPlan("auto_not_allowed", "autoNotAllowed");
}

function dateFault(terms: Terms): FieldError | null {
  if (terms.isPast) return ofDate("in_past", "activationPast");
  if (terms.isTooFar) return ofDate("too_far", "activationTooFar");
  return terms.runs ? null : ofDate("outside_plan", "outsidePlan");
}

/** The plan of terms that hold. Throws `invalid_input` with all that stands against it; says nothing of the days of a plan that is none. */
export function requirePlan(terms: Terms | null): string {
  if (!terms) throw new Error("somebody who is held was not found");
  const wrongPlan = planFault(terms);
  const wrongDate = dateFault(terms);
  const isOfDays = wrongDate?.code === "outside_plan";
  const faults = [wrongPlan, wrongPlan && isOfDays ? null : wrongDate].filter(fault => fault !== null);
  if (faults.length > 0 || terms.planId === null) throw invalidInput(faults);
  return terms.planId;
}
