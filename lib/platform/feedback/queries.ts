import { isAdmin, isStaff } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { within } from "../flow/period";
import type { Period } from "../flow/schema";
import { type Kind, ownerColumn } from "../flow/subject";
import { isOfAccount, ofMember } from "./own";
import type { FeedbackFigures, FeedbackText, FeedbackView, OwnFeedbackView } from "./schema";

/** An onboarding that somebody may speak of, and what they have said. */
type Standing = OwnFeedbackView & { onboardingId: number; kind: Kind; subject: number; isComplete: boolean };

/** The onboarding that a condition on `o` finds, with what this person (null: a member) has said of it; null where there is none. */
export async function findStanding(tx: Tx, of: Prisma.Sql, userId: number | null): Promise<Standing | null> {
  const [found] = await tx.$queryRaw<Standing[]>`
    SELECT o.id AS "onboardingId", o.kind::text AS kind, o.status = 'complete' AS "isComplete", f.score::int, f.text, f.dismissed_at IS NOT NULL AS "isDismissed",
      coalesce(o.store_id, o.practitioner_id, o.agent_user_id, o.member_id, o.customer_id) AS subject
    FROM onboarding o LEFT JOIN feedback f ON f.onboarding_id = o.id AND coalesce(f.person_id, 0) = coalesce(${userId}::int, 0)
    WHERE ${of}`;
  return found ?? null;
}

/** What whoever is signed in has said of an onboarding of theirs. Throws `not_found` for anybody else's. */
export const getOwnFeedback = (userId: number, onboardingId: number): Promise<OwnFeedbackView> =>
  transaction("system", async tx => {
    const found = await findStanding(tx, isOfAccount(userId, onboardingId), userId);
    if (!found) throw new AppError("not_found");
    const { score, text, isDismissed } = found;
    return { score, text, isDismissed };
  });

/** What a page asks somebody of their onboarding. */
export type FeedbackQuestion = Omit<OwnFeedbackView, "isDismissed"> & { onboardingId: number };

/** Whom a page asks, and of whose onboarding. */
export type Asked = { kind: Kind; subject: number; userId: number };

/** The question to whoever works on this subject, with what they have said before; null while it is not complete, and for who wants to be asked no more. */
export const findQuestion = ({ kind, subject, userId }: Asked): Promise<FeedbackQuestion | null> =>
  transaction("system", async tx => {
    const found = await findStanding(tx, Prisma.sql`o.${ownerColumn(kind)} = ${subject}`, userId);
    if (!found?.isComplete || found.isDismissed) return null;
    const { onboardingId, score, text } = found;
    return { onboardingId, score, text };
  });

/** Whether a member is still to be asked: their plan has begun, and nothing was said by their link, nor that it shall not ask. */
export async function isMemberAsked(tx: Tx, memberId: number): Promise<boolean> {
  const found = await findStanding(tx, ofMember(memberId), null);
  return found?.isComplete === true && found.score === null && !found.isDismissed;
}

const mostTexts = 20;

const readFigures = (tx: Tx, period: Period) =>
  tx.$queryRaw<FeedbackFigures[]>`
    SELECT f.kind, count(*)::int AS count, round(avg(f.score), 2)::float8 AS mean,
      ARRAY(SELECT count(*) FILTER (WHERE g.score = s)::int FROM generate_series(1, 5) s LEFT JOIN feedback g
        ON g.kind = f.kind AND g.score = s AND ${within(Prisma.sql`g.changed_at`, period)} GROUP BY s ORDER BY s) AS scores
    FROM feedback f WHERE f.score IS NOT NULL AND ${within(Prisma.sql`f.changed_at`, period)} GROUP BY f.kind ORDER BY f.kind`;

type TextRow = Omit<FeedbackText, "at"> & { at: Date };

const readTexts = (tx: Tx, which: Prisma.Sql) =>
  tx.$queryRaw<TextRow[]>`
    SELECT f.id, f.kind, f.onboarding_id AS "onboardingId", f.score::int, f.text, f.missing, f.changed_at AS at
    FROM feedback f WHERE ${which} ORDER BY f.changed_at DESC, f.id DESC LIMIT ${mostTexts}`;

const mask = (text: string | null, isMasked: boolean) => (text !== null && isMasked ? "•••" : text);

const toText = (isMasked: boolean) => (row: TextRow) => ({
  ...row,
  text: mask(row.text, isMasked),
  missing: mask(row.missing, isMasked),
  at: row.at.toISOString(),
});

/** What people think of their onboarding, and the desk of itself, for staff: what was said in words may name anybody, so operators see that something was said. */
export async function getFeedback(reader: Pick<SessionUser, "roles">, period: Period): Promise<FeedbackView> {
  if (!isStaff(reader)) throw new AppError("forbidden");
  const isMasked = !isAdmin(reader);
  return transaction("system", async tx => {
    const newest = await readTexts(
      tx,
      Prisma.sql`f.kind <> 'desk' AND f.text IS NOT NULL AND ${within(Prisma.sql`f.changed_at`, period)}`,
    );
    const desk = await readTexts(tx, Prisma.sql`f.kind = 'desk'`);
    const show = toText(isMasked);
    return { kinds: await readFigures(tx, period), newest: newest.map(show), desk: desk.map(show) };
  });
}
