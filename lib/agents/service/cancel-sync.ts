import { audit } from "@/lib/platform/audit";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { cancelRun } from "@/lib/platform/flow/end-run";
import type { WhoseSync } from "../schema/sync";
import { type Actor, chooseAccount } from "./choose-account";
import { tellStop } from "./tell-run";

/** Stops the sync of an account: the page that is being written is finished, and what has arrived stays. Throws `not_found`, and `illegal_transition` when none runs. */
export async function cancelSync(
  actor: Actor,
  { userId: named }: WhoseSync,
  reason?: string,
): Promise<{ jobId: number }> {
  const userId = chooseAccount(actor, named);
  return transaction({ agent: userId }, async tx => {
    const { id } = await lockOnboarding(tx, "agent", userId);
    const jobId = await cancelRun(tx, id);
    if (jobId === null) throw new AppError("illegal_transition", { message: "nothingToStop" });
    await tx.$executeRaw`UPDATE onboarding SET status = 'cancelled' WHERE id = ${id} AND status <> 'complete'`;
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'pending' WHERE onboarding_id = ${id} AND parent IS NULL AND state <> 'done'`;
    await audit(tx, {
      action: "agent.sync_cancelled",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "agent", id: userId },
      detail: { jobId, ...(reason ? { reason } : {}) },
    });
    await tellStop(tx, { userId, runId: jobId });
    return { jobId };
  });
}
