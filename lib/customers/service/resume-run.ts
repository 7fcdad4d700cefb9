import type { Tx } from "@/lib/platform/db";
import { resumeRun } from "@/lib/platform/flow/end-run";
import { nudge } from "@/lib/platform/flow/start-run";
import { customerQueue } from "./customer-queue";
import { awaitedClient } from "./with-client";

// What was found with another client, or other rights of it, is proven anew; whose workflows they are is a part of that.
const proveAgain = (tx: Tx, onboardingId: number) => tx.$executeRaw`
  UPDATE onboarding_step SET state = 'pending', attempts = 0, done = 0, total = NULL, result = NULL, cursor = NULL, started_at = NULL, ended_at = NULL,
    heartbeat_at = now()
  WHERE onboarding_id = ${onboardingId} AND step = 'credential_validation' AND state = 'done'`;

/**
 * Lets the run of a customer go on that waits for a client that works: where it stopped, after a proof of the credentials where `provesAgain`. False,
 * and nothing done, where none waits. The customer is held by the caller.
 */
export async function resumeWaiting(
  tx: Tx,
  onboardingId: number,
  { provesAgain }: { provesAgain: boolean },
): Promise<boolean> {
  if (!(await resumeRun(tx, onboardingId, awaitedClient))) return false;
  if (provesAgain) await proveAgain(tx, onboardingId);
  await tx.$executeRaw`UPDATE onboarding SET status = 'running' WHERE id = ${onboardingId} AND status = 'waiting'`;
  await nudge(tx, customerQueue, onboardingId);
  return true;
}
