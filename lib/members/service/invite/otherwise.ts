import { Prisma } from "@/lib/platform/db";

// All of a plan `p` of a contract `c` of an employer `e`, for an invite `i`.
const beginsAt = Prisma.sql`greatest(i.take_up_until, greatest(c.starts_on, p.starts_on)::timestamp AT TIME ZONE 'UTC')`;

// Neither may have ended by the day on which it would begin; no end is no end.
const beginsByItself = Prisma.sql`(
  p.allows_auto AND p.retired_at IS NULL AND c.cancelled_at IS NULL AND e.disabled_at IS NULL
  AND coalesce((${beginsAt} AT TIME ZONE 'UTC')::date <= least(p.ends_on, c.ends_on), true))`;

/**
 * What becomes of who does not take an invite up, and when, as columns `otherwise` and `otherwiseAt`: the plan begins by itself, not before its first
 * day, or the invite is over. Who was verified has not agreed (decision 023).
 */
export const otherwiseColumns = (isVerified = Prisma.sql`FALSE`) => {
  const isScheduled = Prisma.sql`(${beginsByItself} AND NOT ${isVerified})`;
  return Prisma.sql`
    CASE WHEN ${isScheduled} THEN 'scheduled' ELSE 'expired' END AS otherwise,
    CASE WHEN ${isScheduled} THEN ${beginsAt} ELSE i.take_up_until END AS "otherwiseAt"`;
};

/** The same for an invite whose member `m` is joined. */
export const otherwiseOfMember = otherwiseColumns(Prisma.sql`(m.state = 'otp_verified')`);
