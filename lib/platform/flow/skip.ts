import type { Tx } from "../db";
import { AppError, invalidInput } from "../errors";
import { isSkipped, type OnboardingRow } from "./onboarding";

type Skip = { actorId: number; reason: string; until: Date | null };

const longestDays = 366;

/** Throws `invalid_input` for an end of a skip that is past, or more than a year away. */
export function requireSoon(until: Date, now: Date): void {
  if (until <= now) throw invalidInput([{ field: "until", code: "past", message: "untilInFuture" }]);
  if (until.getTime() - now.getTime() > longestDays * 86_400_000)
    throw invalidInput([{ field: "until", code: "too_far", message: "untilTooFar" }]);
}

/** Opens the gate of an unfinished onboarding, for good or until a time; it must be locked by the caller. Throws `illegal_transition`. */
export async function skipOnboarding(tx: Tx, onboarding: OnboardingRow, { actorId, reason, until }: Skip) {
  const [time] = await tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
  if (!time) throw new Error("the database knows no time");
  if (onboarding.status === "complete") throw new AppError("illegal_transition", { message: "nothingToSkip" });
  if (isSkipped(onboarding, time.now)) throw new AppError("illegal_transition", { message: "alreadySkipped" });
  if (until) requireSoon(until, time.now);
  await tx.$executeRaw`
    UPDATE onboarding SET status = 'skipped', skipped_at = app_now(), skipped_by_id = ${actorId}, skipped_reason = ${reason},
      skipped_until = ${until} WHERE id = ${onboarding.id}`;
}

/** Takes a skip back: the onboarding goes on where it was. It must be locked by the caller. Throws `illegal_transition` when there is none. */
export async function resumeOnboarding(tx: Tx, onboarding: Pick<OnboardingRow, "id" | "status">): Promise<void> {
  if (onboarding.status !== "skipped") throw new AppError("illegal_transition", { message: "notSkipped" });
  await tx.$executeRaw`
    UPDATE onboarding SET status = CASE WHEN started_at IS NULL THEN 'pending' ELSE 'running' END::"OnboardingStatus",
      skipped_at = NULL, skipped_by_id = NULL, skipped_reason = NULL, skipped_until = NULL WHERE id = ${onboarding.id}`;
}
