import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { resumePaused } from "@/lib/platform/flow/pause-run";
import { againWithinHours } from "./again-within";
import { syncQueue } from "./sync-queue";

/** Has somebody paused this account: nothing is fetched by itself until it is resumed. */
export const isPaused = async (tx: Tx, userId: number): Promise<boolean> =>
  (await tx.agent.count({ where: { userId, syncPausedAt: { not: null } } })) > 0;

type Lifting = { userId: number; onboardingId: number; byUserId: number; reason?: string };

/** Takes the pause from an account and lets its paused sync go on; false, and nothing done, where neither is paused. The onboarding is locked by the caller. */
export async function liftPause(tx: Tx, { userId, onboardingId, byUserId, reason }: Lifting): Promise<boolean> {
  const [lifted] = await tx.$queryRaw<{ since: Date }[]>`
    UPDATE agent SET sync_paused_at = NULL, sync_paused_by_id = NULL WHERE user_id = ${userId} AND sync_paused_at IS NOT NULL
    RETURNING old.sync_paused_at AS since`;
  const paused = { onboardingId, since: lifted?.since ?? null, keptHours: againWithinHours };
  const isResumed = await resumePaused(tx, syncQueue, paused);
  if (!lifted && !isResumed) return false;
  await audit(tx, {
    action: "agent.sync_resumed",
    actor: { kind: "user", id: byUserId },
    subject: { kind: "agent", id: userId },
    detail: { isResumed, ...(reason ? { reason } : {}) },
  });
  return true;
}
