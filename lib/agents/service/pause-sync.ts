import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { pauseRun } from "@/lib/platform/flow/pause-run";
import type { WhoseSync } from "../schema/sync";
import type { PauseView } from "../view/schedule";
import { type Actor, chooseAccount } from "./choose-account";
import { liftPause } from "./lift-pause";
import { catchUpAfterPause } from "./resume-after-key";
import { countStart } from "./start-sync";

async function readPause(tx: Tx, userId: number, onboardingId: number): Promise<PauseView> {
  const { syncPausedAt } = await tx.agent.findUniqueOrThrow({ where: { userId }, select: { syncPausedAt: true } });
  const run = await tx.onboardingRun.findFirst({ where: { onboardingId, endedAt: null }, select: { id: true } });
  return { pausedAt: syncPausedAt?.toISOString() ?? null, jobId: run?.id ?? null };
}

/**
 * Pauses an account: the page that is being written is finished, then nothing is fetched, nor begins by itself, until somebody resumes. Twice says
 * it once. Throws `not_found`.
 */
export async function pauseSync(actor: Actor, { userId: named }: WhoseSync): Promise<PauseView> {
  const userId = chooseAccount(actor, named);
  return transaction({ agent: userId }, async tx => {
    const { id: onboardingId } = await lockOnboarding(tx, "agent", userId);
    const jobId = await pauseRun(tx, onboardingId);
    const paused = await tx.$executeRaw`
      UPDATE agent SET sync_paused_at = app_now(), sync_paused_by_id = ${actor.id} WHERE user_id = ${userId} AND sync_paused_at IS NULL`;
    if (paused > 0)
      await audit(tx, {
        action: "agent.sync_paused",
        actor: { kind: "user", id: actor.id },
        subject: { kind: "agent", id: userId },
        detail: { jobId },
      });
    return readPause(tx, userId, onboardingId);
  });
}

type Resuming = { userId: number; reason?: string; mustBePaused?: boolean };

async function resume(actor: Actor, { userId, reason, mustBePaused = false }: Resuming): Promise<PauseView> {
  await countStart(userId);
  return transaction({ agent: userId }, async tx => {
    const { id: onboardingId } = await lockOnboarding(tx, "agent", userId);
    const isLifted = await liftPause(tx, { userId, onboardingId, byUserId: actor.id, reason });
    if (!isLifted && mustBePaused) throw new AppError("illegal_transition", { message: "notPaused" });
    await catchUpAfterPause(tx, userId);
    return readPause(tx, userId, onboardingId);
  });
}

/**
 * Resumes an account: its paused sync goes on at its next page, and what was due meanwhile begins. Does nothing to one that is not paused. Throws
 * `not_found`, `rate_limited`, and `illegal_transition` for an account that is disabled.
 */
export const resumeSync = async (actor: Actor, { userId }: WhoseSync): Promise<PauseView> =>
  resume(actor, { userId: chooseAccount(actor, userId) });

/** The same for an admin, who may say why; throws `illegal_transition` too where nothing is paused. */
export const resumePausedAgent = async (
  actor: Actor,
  { userId, reason }: { userId: number; reason?: string },
): Promise<PauseView> => resume(actor, { userId: chooseAccount(actor, userId), reason, mustBePaused: true });
