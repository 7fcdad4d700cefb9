import { type Tx, transaction } from "@/lib/platform/db";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { log } from "@/lib/platform/log";
import { againWithinHours } from "./again-within";
import { beginWhatIsMissing } from "./begin-sync";
import { hasFailedParts, isTriedAgain } from "./left-out";
import { rezen } from "./rezen-key";
import { findLastRun } from "./start-sync";

/** Tries again what a sync lacks, now that there is a key that works, in the transaction that keeps it; the onboarding is locked by the caller. While a run goes on nothing begins: its end looks again; nor while the account is paused. */
export async function resumeAfterKey(tx: Tx, userId: number): Promise<void> {
  await beginWhatIsMissing(tx, userId, await getOnboarding(tx, "agent", userId), "key");
}

/** Tries again what a sync lacks when there has come a key since that works: while the account was paused nothing began. The onboarding is locked by the caller. */
export async function catchUpAfterPause(tx: Tx, userId: number): Promise<void> {
  const [newer] = await tx.$queryRaw<unknown[]>`
    SELECT FROM credentials c WHERE c.user_id = ${userId} AND c.platform = ${rezen} AND c.deleted_at IS NULL AND c.broken_at IS NULL AND c.tested_at > (
      SELECT max(r.ended_at) FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id WHERE o.agent_user_id = ${userId})`;
  if (newer) await resumeAfterKey(tx, userId);
}

/** After so many minutes a sync that has left something out is tried again by itself, once. */
export const againAfterMinutes = 15;
const mostAtOnce = 100;

type Due = { userId: number; runId: number };

// Once, what it has tried itself. At once when a key was saved while the run went on that found the old one refused; the
// transaction that saves it may have begun a little after the one that ends the run. Nobody's whose account was closed.
const listDue = (tx: Tx) => tx.$queryRaw<Due[]>`
  SELECT o.agent_user_id AS "userId", r.id AS "runId" FROM onboarding_run r
  JOIN onboarding o ON o.id = r.onboarding_id
  JOIN credentials c ON c.user_id = o.agent_user_id AND c.platform = ${rezen} AND c.deleted_at IS NULL AND c.broken_at IS NULL
  JOIN "user" u ON u.id = o.agent_user_id AND u.disabled_at IS NULL
  JOIN agent a ON a.user_id = o.agent_user_id AND a.sync_paused_at IS NULL
  WHERE o.kind = 'agent' AND r.status IN ('partial', 'failed') AND r.ended_at > app_now() - make_interval(hours => ${againWithinHours}::int)
    AND (r.ended_at <= app_now() - make_interval(mins => ${againAfterMinutes}::int) AND ${isTriedAgain}
      OR c.tested_at > r.created_at AND c.tested_at < r.ended_at + interval '1 minute')
    AND (r.error_code IS NOT NULL OR ${hasFailedParts})
    AND NOT EXISTS (SELECT FROM onboarding_run n WHERE n.onboarding_id = r.onboarding_id AND n.number > r.number)
  ORDER BY r.ended_at LIMIT ${mostAtOnce}`;

async function tryAgain({ userId, runId }: Due): Promise<boolean> {
  return transaction({ agent: userId }, async tx => {
    const onboarding = await lockOnboarding(tx, "agent", userId);
    // Another worker, or its owner, may have been here in between.
    const last = await findLastRun(tx, onboarding.id);
    return last?.id === runId && beginWhatIsMissing(tx, userId, onboarding, "again");
  });
}

/** Tries again what syncs have left out whose time has come; returns how many. One that cannot begin holds up none of the others. */
export async function retryDueSyncs(): Promise<number> {
  let begun = 0;
  for (const due of await transaction("system", listDue)) {
    const isBegun = await tryAgain(due).catch((error: unknown) => {
      log.warn({ err: error, userId: due.userId }, "a sync that is due again waits");
      return false;
    });
    if (isBegun) begun += 1;
  }
  return begun;
}
