import { type AuditFact, audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { cancelRun } from "@/lib/platform/flow/end-run";
import { log } from "@/lib/platform/log";
import type { WhoseSync } from "../schema/sync";
import { type Actor, chooseAccount } from "./choose-account";
import { keepDataSets } from "./keep-data-sets";
import { planAfterRun } from "./plan-next-sync";
import { tellStop } from "./tell-run";

type Stop = { userId: number; by: AuditFact["actor"]; reason?: string };

async function stopSync(tx: Tx, { userId, by, reason }: Stop): Promise<number | null> {
  const { id } = await lockOnboarding(tx, "agent", userId);
  const jobId = await cancelRun(tx, id);
  if (jobId === null) return null;
  await keepDataSets(tx, { runId: jobId, subjectId: userId });
  await planAfterRun(tx, { userId, runId: jobId });
  await tx.$executeRaw`UPDATE onboarding SET status = 'cancelled' WHERE id = ${id} AND status <> 'complete'`;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'pending' WHERE onboarding_id = ${id} AND parent IS NULL AND state <> 'done'`;
  await audit(tx, {
    action: "agent.sync_cancelled",
    actor: by,
    subject: { kind: "agent", id: userId },
    detail: { jobId, ...(reason ? { reason } : {}) },
  });
  await tellStop(tx, { userId, runId: jobId });
  return jobId;
}

/** Stops the sync of an account: the page that is being written is finished, and what has arrived stays. Throws `not_found`, and `illegal_transition` when none runs. */
export async function cancelSync(
  actor: Actor,
  { userId: named }: WhoseSync,
  reason?: string,
): Promise<{ jobId: number }> {
  const userId = chooseAccount(actor, named);
  return transaction({ agent: userId }, async tx => {
    const jobId = await stopSync(tx, { userId, by: { kind: "user", id: actor.id }, reason });
    if (jobId === null) throw new AppError("illegal_transition", { message: "nothingToStop" });
    return { jobId };
  });
}

const mostAtOnce = 100;

const listDisabled = (tx: Tx) => tx.$queryRaw<{ userId: number }[]>`
  SELECT u.id AS "userId" FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
  JOIN "user" u ON u.id = o.agent_user_id AND u.disabled_at IS NOT NULL
  WHERE r.ended_at IS NULL ORDER BY r.id LIMIT ${mostAtOnce}`;

/** Stops the syncs of accounts that were disabled while they went on; returns how many. One that waits for its page holds up none of the others. */
export async function stopSyncsOfDisabled(): Promise<number> {
  let stopped = 0;
  for (const { userId } of await transaction("system", listDisabled)) {
    const stop: Stop = { userId, by: { kind: "system" }, reason: "account_disabled" };
    const jobId = await transaction({ agent: userId }, tx => stopSync(tx, stop)).catch((error: unknown) => {
      log.warn({ err: error, userId }, "the sync of a disabled account is stopped later");
      return null;
    });
    if (jobId !== null) stopped += 1;
  }
  return stopped;
}
