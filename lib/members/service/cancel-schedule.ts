import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { MemberState } from "../schema/transition";
import type { Act } from "./act";
import { befall, rehearseEvent } from "./befall";

/** Whose schedule is cancelled, by whose word. */
export type Cancelling = Pick<Act, "memberId" | "via" | "requestId" | "caller"> & { dryRun?: boolean };

/** Stops the timer of a member who is scheduled. Throws what `befall` throws. */
export async function cancelSchedule({ dryRun, ...input }: Cancelling): Promise<{ state: MemberState }> {
  const { memberId } = input;
  return (dryRun ? rehearseEvent : befall)(
    { ...input, event: "cancel" as const },
    {
      // The timer goes as the member moves.
      apply: async (_tx, { to }) => ({
        result: { state: to },
        action: "member.schedule_cancelled",
        detail: { memberId },
      }),
    },
  );
}

/** The same for those who may ask twice: whether there was one. Throws `not_found` and `activation_in_progress`. */
export async function cancelIfScheduled(input: Cancelling): Promise<boolean> {
  const where = { id: input.memberId, state: "scheduled" as const };
  if ((await transaction("system", tx => tx.member.count({ where }))) === 0) return false;
  return cancelSchedule(input).then(
    () => true,
    (thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === "illegal_transition") return false;
      throw thrown;
    },
  );
}
