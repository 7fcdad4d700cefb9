import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { lockOnboarding } from "./advance";
import { type Kind, ownedBy, scopeOf } from "./subject";

type Of = { kind: Kind; subjectId: number; step: string };

/** Keeps what was typed of a step, while it may still be saved; answers when. Throws `already_completed`. */
export async function keepDraft({ kind, subjectId, step }: Of, answers: object): Promise<{ savedAt: string }> {
  return transaction(scopeOf(kind, subjectId), async tx => {
    const { id, status } = await lockOnboarding(tx, kind, subjectId);
    if (status === "complete") throw new AppError("already_completed");
    const [row] = await tx.$queryRaw<{ savedAt: Date }[]>`
      INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${id}, ${step}, ${JSON.stringify(answers)}::jsonb, app_now())
      ON CONFLICT (onboarding_id, step) DO UPDATE SET answers = excluded.answers, saved_at = excluded.saved_at
      RETURNING saved_at AS "savedAt"`;
    if (!row) throw new Error("the draft was not kept");
    return { savedAt: row.savedAt.toISOString() };
  });
}

/** What was typed of a step and not sent, as it was kept, and when; null where there is nothing. */
export async function findDraft({ kind, subjectId, step }: Of): Promise<{ answers: unknown; savedAt: string } | null> {
  const where = { step, onboarding: ownedBy(kind, subjectId) };
  const found = await transaction(scopeOf(kind, subjectId), tx => tx.stepDraft.findFirst({ where }));
  return found && { answers: found.answers, savedAt: found.savedAt.toISOString() };
}

/** Forgets what was typed of a step: it was saved, or is not wanted. */
export async function dropDraft(tx: Tx, { kind, subjectId, step }: Of): Promise<void> {
  await tx.stepDraft.deleteMany({ where: { step, onboarding: ownedBy(kind, subjectId) } });
}

/** Drafts of every kind go after thirty days; returns how many. */
export const purgeOldDrafts = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM step_draft WHERE saved_at < app_now() - interval '30 days'`;
