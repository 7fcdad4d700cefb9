import { Prisma, type Tx } from "@/lib/platform/db";
import type { Door } from "../schema/activation";
import type { MemberState } from "../schema/transition";
import { listener } from "./tell-partner";

/** A subscription that goes on. */
export type ActiveSubscription = { id: string; planId: string; coreOffering: string };

/** The plan that is asked for, as it stands today. */
export type CasePlan = {
  parentSubscriptionId: string;
  name: string;
  coreOffering: string;
  requiresKyc: boolean;
  allowsDirect: boolean;
  allowsAuto: boolean;
  isRetired: boolean;
  hasEnded: boolean;
  hasSeat: boolean;
};

/** All that is asked before somebody gets a plan: which details there are, not what they say (but for the mail that tells them). */
export type Case = {
  memberId: number;
  planId: string;
  /** The product's time of the decision. */
  at: Date;
  state: MemberState;
  contractId: string;
  name: string | null;
  email: string | null;
  /** In which their employer wants them to be written to; null for English. */
  language: string | null;
  hasPhone: boolean;
  hasDob: boolean;
  hasGender: boolean;
  hasRelation: boolean;
  hasGovtId: boolean;
  hasAddress: boolean;
  hasPincode: boolean;
  hasNominee: boolean;
  isErased: boolean;
  /** The contract has not ended, was not cancelled, and its employer is not disabled. */
  isContractOpen: boolean;
  hasContractBegun: boolean;
  /** When contract and plan have both begun. */
  startsOn: Date;
  startsLater: boolean;
  plan: CasePlan | null;
  /** They have accepted this plan and wait for its first day. */
  hasAccepted: boolean;
  active: ActiveSubscription[];
  /** The account whose webhook is told of this member, and what it calls them. */
  listener: string | null;
  partnerUserId: string | null;
};

/** Which member and which plan, and at which door. */
export type Asked = { memberId: number; planId: string; door: Door };

// A day of a contract is a day in UTC.
const today = Prisma.sql`(app_now() AT TIME ZONE 'UTC')::date`;
const startsOn = Prisma.sql`greatest(c.starts_on, p.starts_on)`;

const plan = Prisma.sql`
  CASE WHEN p.id IS NOT NULL THEN jsonb_build_object(
    'parentSubscriptionId', p.parent_subscription_id, 'name', p.name, 'coreOffering', p.core_offering, 'requiresKyc', p.requires_kyc,
    'allowsDirect', p.allows_direct, 'allowsAuto', p.allows_auto, 'isRetired', p.retired_at IS NOT NULL, 'hasEnded', coalesce(p.ends_on < ${today}, false),
    'hasSeat', coalesce(p.seats_taken < p.seats, true)) END`;

const active = Prisma.sql`
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', s.id, 'planId', s.plan_subscription_id, 'coreOffering', s.core_offering))
    FROM member_subscription s WHERE s.member_id = m.id AND s.ended_at IS NULL), '[]')`;

/**
 * What is known of a member and a plan, or null where there is no such member. `isHeld` keeps the member's row until the transaction ends: what others
 * have begun while this waited for it is not seen, and the index refuses it (decision 018).
 */
export async function findCase(tx: Tx, { memberId, planId }: Omit<Asked, "door">, isHeld: boolean) {
  const [found] = await tx.$queryRaw<Case[]>`
    SELECT m.id AS "memberId", ${planId} AS "planId", app_now() AS at, m.state::text, m.parent_subscription_id AS "contractId", m.name, m.email, e.language,
      m.phone_number IS NOT NULL AS "hasPhone", m.dob IS NOT NULL AS "hasDob", m.gender IS NOT NULL AS "hasGender",
      m.relation IS NOT NULL AS "hasRelation",
      m.govt_id IS NOT NULL AS "hasGovtId", num_nonnulls(m.addr_line, m.city) = 2 AS "hasAddress", m.pincode IS NOT NULL AS "hasPincode",
      coalesce(m.nominee ?& '{name,relation}', false) AS "hasNominee", m.erased_at IS NOT NULL AS "isErased",
      c.cancelled_at IS NULL AND e.disabled_at IS NULL AND coalesce(c.ends_on >= ${today}, true) AS "isContractOpen",
      c.starts_on <= ${today} AS "hasContractBegun",
      ${startsOn}::timestamp AT TIME ZONE 'UTC' AS "startsOn", ${startsOn} > ${today} AS "startsLater", ${plan} AS plan,
      EXISTS (SELECT FROM activation_timer t WHERE t.member_id = m.id AND t.plan_subscription_id = p.id AND t.set_by = 'accept') AS "hasAccepted",
      ${active} AS active,
      ${listener} AS listener, m.partner_user_id AS "partnerUserId"
    FROM member m
    JOIN parent_subscription c ON c.id = m.parent_subscription_id
    JOIN employer e ON e.id = c.employer_id
    LEFT JOIN plan_subscription p ON p.id = ${planId}
    WHERE m.id = ${memberId} ${isHeld ? Prisma.sql`FOR NO KEY UPDATE OF m` : Prisma.empty}`;
  return found ?? null;
}
