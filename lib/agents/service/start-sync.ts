import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { spend } from "@/lib/platform/rate-limit";
import type { StartSync } from "../schema/sync";
import type { StartedSyncView } from "../view/status";
import { beginSync } from "./begin-sync";
import { type Actor, chooseAccount } from "./choose-account";
import { liftPause } from "./lift-pause";

// Each start tells people; nobody needs more of them.
const startsPerHour = 60;

async function requireOpen(tx: Tx, userId: number): Promise<void> {
  const closed = await tx.user.count({ where: { id: userId, disabledAt: { not: null } } });
  if (closed > 0) throw new AppError("illegal_transition", { message: "accountDisabled" });
}

/** Counts a start of an account's sync, whoever asks for it; throws `rate_limited`, and `illegal_transition` for an account that is disabled. */
export async function countStart(userId: number): Promise<void> {
  const budget = { key: `agent-sync:${userId}`, limit: startsPerHour * env.rateLimitScale, windowSeconds: 3600 };
  const spent = await transaction("system", async tx => {
    await requireOpen(tx, userId);
    return spend(tx, [budget]);
  });
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

/** The newest run of an onboarding; null before the first. */
export const findLastRun = (tx: Tx, onboardingId: number) =>
  tx.onboardingRun.findFirst({
    where: { onboardingId },
    orderBy: { number: "desc" },
    select: { id: true, status: true, endedAt: true },
  });

/** What a run is called that this actor wants: its owner's or an admin's. */
export const whoseRun = (actor: Actor, userId: number) =>
  ({ userId, byUserId: actor.id, trigger: actor.id === userId ? "owner" : "admin" }) as const;

/**
 * Starts the sync of an account, or names the one that runs: at most one per account; one that is paused goes on. One that is complete is named too, unless it shall begin
 * again; after one that lacks something it goes on where that broke off, within the day. Throws `not_found`, `rate_limited`, and
 * `illegal_transition` for an account that is disabled.
 */
export async function startSync(
  actor: Actor,
  { userId: named, restart = false }: StartSync,
): Promise<StartedSyncView & { isComplete: boolean }> {
  const userId = chooseAccount(actor, named);
  await countStart(userId);
  return transaction({ agent: userId }, async tx => {
    const onboarding = await lockOnboarding(tx, "agent", userId);
    await liftPause(tx, { userId, onboardingId: onboarding.id, byUserId: actor.id });
    const last = await findLastRun(tx, onboarding.id);
    const isComplete = last?.status === "complete" && !restart;
    if (last && (last.endedAt === null || isComplete)) return { jobId: last.id, createdNew: false, isComplete };
    const redo = restart ? "all" : "unfinished";
    return { ...(await beginSync(tx, { onboarding, ...whoseRun(actor, userId), redo })), isComplete };
  });
}
