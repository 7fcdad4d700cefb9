import { audit } from "../audit";
import { type Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { spend } from "../rate-limit";
import { isOfAccount } from "./own";
import { findStanding } from "./queries";
import type { DeskFeedback, FeedbackAnswer, OwnFeedbackView } from "./schema";

// Enough to change one's mind, too few to fill a table.
const answersPerHour = 20;

type Caller = { address: string; agent: string };

/** Who speaks of which onboarding: one that a condition on `o` finds. A member speaks without an account. */
export type Speaker = { userId: number | null; of: Prisma.Sql; caller: Caller };

async function requireRoom(tx: Tx, key: string): Promise<void> {
  const spent = await spend(tx, [{ key, limit: answersPerHour * env.rateLimitScale, windowSeconds: 3600 }]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

type Said = OwnFeedbackView & { onboardingId: number };

/** Writes it down: once for each person and onboarding, and the last word counts. Who wants to be asked no more keeps what they said, and when. */
const write = (tx: Tx, onboardingId: number, userId: number | null, { score, text, isDismissed }: FeedbackAnswer) =>
  tx.$queryRaw<Said[]>`
    INSERT INTO feedback AS f (kind, onboarding_id, person_id, score, text, dismissed_at, created_at, changed_at)
    SELECT o.kind::text, o.id, ${userId}::int, ${score ?? null}::smallint, ${isDismissed ? null : text}, CASE WHEN ${isDismissed === true} THEN app_now() END,
      app_now(), app_now()
    FROM onboarding o WHERE o.id = ${onboardingId} AND o.status = 'complete'
    ON CONFLICT (onboarding_id, coalesce(person_id, 0)) WHERE onboarding_id IS NOT NULL DO UPDATE SET
      score = coalesce(excluded.score, f.score), text = CASE WHEN excluded.score IS NULL THEN f.text ELSE excluded.text END,
      dismissed_at = coalesce(f.dismissed_at, excluded.dismissed_at),
      changed_at = CASE WHEN excluded.score IS NULL THEN f.changed_at ELSE greatest(f.created_at, excluded.changed_at) END
    RETURNING onboarding_id AS "onboardingId", score::int, text, dismissed_at IS NOT NULL AS "isDismissed"`;

/**
 * Notes what somebody says of an onboarding of theirs that is complete. Throws `not_found` for anybody else's, `illegal_transition` while it is not complete,
 * `rate_limited` for who says too much.
 */
export async function noteFeedback(
  tx: Tx,
  { userId, of, caller }: Speaker,
  answer: FeedbackAnswer,
): Promise<OwnFeedbackView> {
  const found = await findStanding(tx, of, userId);
  if (!found) throw new AppError("not_found");
  const { onboardingId, kind, subject } = found;
  await requireRoom(tx, `feedback:${onboardingId}:${userId ?? ""}`);
  const [said] = await write(tx, onboardingId, userId, answer);
  if (!said) throw new AppError("illegal_transition", { message: "notCompleteYet" });
  const { score, text, isDismissed } = said;
  await audit(tx, {
    action: `${kind}.feedback_${answer.isDismissed ? "dismissed" : "given"}`,
    actor: userId === null ? { kind: "anonymous" } : { kind: "user", id: userId },
    subject: { kind, id: subject },
    detail: answer.isDismissed ? {} : { score },
    ...caller,
  });
  return { score, text, isDismissed };
}

/** Notes what whoever is signed in says of an onboarding of theirs; throws what `noteFeedback` throws. */
export const giveFeedback = (
  userId: number,
  onboardingId: number,
  answer: FeedbackAnswer,
  caller: Caller,
): Promise<OwnFeedbackView> =>
  transaction("system", tx => noteFeedback(tx, { userId, of: isOfAccount(userId, onboardingId), caller }, answer));

/** Notes what an admin says of the desk, as often as they like. Throws `rate_limited`. */
export const giveDeskFeedback = (
  userId: number,
  { text, missing }: DeskFeedback,
  caller: Caller,
): Promise<{ id: number }> =>
  transaction("system", async tx => {
    await requireRoom(tx, `feedback:desk:${userId}`);
    const [said] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO feedback (kind, person_id, text, missing, created_at, changed_at)
      VALUES ('desk', ${userId}, ${text}, ${missing}, app_now(), app_now()) RETURNING id`;
    if (!said) throw new AppError("internal");
    const actor = { kind: "user", id: userId } as const;
    await audit(tx, { action: "admin.feedback_given", actor, detail: { id: said.id }, ...caller });
    return said;
  });
