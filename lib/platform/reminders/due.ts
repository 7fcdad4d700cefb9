import { Prisma, type Tx } from "../db";
import { env } from "../env";
import { ownerColumn } from "../flow/subject";
import { isWanted } from "../preferences/wants";
import type { Person, Reminding } from "./reminding";

/** Somebody who has not gone on for long enough; `stretchAt` is their last progress. */
export type Due = Person & { onboardingId: number; stretchAt: Date };

// Whom nobody reminded within a month is left in peace: reminders that were switched on late do not write to everybody who ever stopped.
const latestDays = 30;

// A number tells its country and no more, so it must be day from one end of it to the other.
const zones: Record<string, string[]> = {
  "352": ["Europe/Luxembourg"],
  "33": ["Europe/Paris"],
  "32": ["Europe/Brussels"],
  "49": ["Europe/Berlin"],
  "31": ["Europe/Amsterdam"],
  "44": ["Europe/London"],
  "91": ["Asia/Kolkata"],
  "1": ["America/St_Johns", "Pacific/Honolulu"],
};
const anyCode = `^\\+(${Object.keys(zones).join("|")})`;

// In subqueries of their own they are asked once, not for each row.
const now = Prisma.sql`(SELECT app_now())`;
const daysAgo = (days: number) => Prisma.sql`${now} - make_interval(hours => ${days * 24}::int)`;

/** From 9 to 18 o'clock where they are, as far as their number tells; else in the zone that is set. */
function isDay(): Prisma.Sql {
  const lands = Object.entries({ ...zones, "": [env.reminderTimeZone] });
  const rows = Prisma.join(lands.map(([code, names]) => Prisma.sql`(${code}::text, ${names}::text[])`));
  return Prisma.sql`
    coalesce(substring(who.phone FROM ${anyCode}), '') = ANY (coalesce((
      SELECT array_agg(code) FROM (VALUES ${rows}) AS land(code, names)
      WHERE (SELECT bool_and(extract(hour FROM app_now() AT TIME ZONE zone) BETWEEN 9 AND 17) FROM unnest(names) AS zone)), '{}'))`;
}

// A saved step, or a run that ended: until then they waited for us.
const progress = Prisma.sql`
  greatest(o.created_at,
    (SELECT max(greatest(s.ended_at, s.revised_at)) FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NULL),
    (SELECT max(r.ended_at) FROM onboarding_run r WHERE r.onboarding_id = o.id))`;

/** The onboardings of a kind that are not over. First of all, and by an index of their own: those that are over become ever more. */
const unfinishedOf = ({ flow: { kind } }: Reminding, only: Prisma.Sql) => Prisma.sql`
  SELECT o.id, o.${ownerColumn(kind)} AS subject, o.created_at FROM onboarding o
  WHERE o.kind = ${kind}::"OnboardingKind" AND o.status IN ('pending', 'running') AND o.created_at <= ${daysAgo(env.reminderDays)} AND ${only}`;

/** Of those whose turn it is to go on, and not ours, their last progress. */
const idle = () => Prisma.sql`
  SELECT o.id AS "onboardingId", o.subject, ${progress} AS "stretchAt" FROM unfinished o
  WHERE NOT EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = o.id AND r.ended_at IS NULL)
    AND NOT EXISTS (SELECT FROM step_draft d WHERE d.onboarding_id = o.id AND d.saved_at > ${daysAgo(env.reminderDays)})
    AND (SELECT min(s.position) FROM onboarding_step s
      WHERE s.onboarding_id = o.id AND s.parent IS NULL AND s.state NOT IN ('done', 'skipped')) IS NOT NULL`;

const account = Prisma.sql`who."userId"`;
const byMail = isWanted(account, "reminders.email");
/** Where those who are due are reached. Who wants no mail is texted at their own number, and not at one that stands for a shop or came from elsewhere. */
const reached = ({ people }: Reminding) => Prisma.sql`
  SELECT due."onboardingId", due."stretchAt", subject, ${account}, who.name, who.code, who.locale, CASE WHEN ${byMail} THEN who.email END AS email,
    CASE WHEN ${byMail} THEN who.phone ELSE who."ownPhone" END AS phone
  FROM due JOIN (${people}) who USING (subject)`;

/** Who is to be reminded now, the longest waiting first: once for each stretch without progress, by day, and never who wants no more. */
export const listDue = (tx: Tx, reminding: Reminding, only: Prisma.Sql, limit: number): Promise<Due[]> =>
  tx.$queryRaw<Due[]>`
    WITH unfinished AS MATERIALIZED (${unfinishedOf(reminding, only)}), idle AS MATERIALIZED (${idle()}),
      due AS MATERIALIZED (
        SELECT * FROM idle WHERE "stretchAt" <= ${daysAgo(env.reminderDays)} AND "stretchAt" > ${daysAgo(env.reminderDays + latestDays)}
          AND NOT EXISTS (SELECT FROM reminder r WHERE r.onboarding_id = "onboardingId" AND r.stretch_at >= "stretchAt"))
    SELECT who.* FROM (${reached(reminding)}) who
    WHERE ${isDay()} AND (who.email IS NOT NULL OR who.phone IS NOT NULL AND ${isWanted(account, "reminders.sms")})
    ORDER BY who."stretchAt" LIMIT ${limit}`;
