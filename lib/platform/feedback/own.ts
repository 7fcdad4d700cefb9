import { Prisma } from "../db";

/** Whether this onboarding (`o`) is one that this account speaks for: their store's, their profile's, their own as an agent, that of a customer they work in. */
export const isOfAccount = (userId: number, onboardingId: number): Prisma.Sql => Prisma.sql`o.id = ${onboardingId} AND (
  o.agent_user_id = ${userId}
  OR EXISTS (SELECT FROM user_roles r WHERE r.user_id = ${userId} AND r.role = 'store' AND r.store_id = o.store_id)
  OR EXISTS (SELECT FROM practitioners p WHERE p.user_id = ${userId} AND p.id = o.practitioner_id)
  OR EXISTS (SELECT FROM customer_user c WHERE c.user_id = ${userId} AND c.customer_id = o.customer_id))`;

/** Whether this onboarding (`o`) is this member's, who has no account. */
export const ofMember = (memberId: number): Prisma.Sql => Prisma.sql`o.member_id = ${memberId}`;
