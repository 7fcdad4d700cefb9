import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { log } from "@/lib/platform/log";
import { beginSync } from "./begin-sync";
import { rezen } from "./rezen-key";

// A worker does four syncs at a time: so many keep two of them busy, and whoever comes anew waits for a slice and not for all that is due. After a
// downtime what is due begins as they end, and none of it waits so long in the queue that it looks stalled.
const mostAtOnce = 8;

type Due = { userId: number };

// As many as do not wait for somebody; those would keep the others out for days.
const countGoingOn = Prisma.sql`
  SELECT count(*) FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id AND o.kind = 'agent'
  WHERE r.trigger = 'schedule' AND r.ended_at IS NULL AND r.status <> 'waiting'`;

// Nobody's who has paused, has no key that works, whose account was closed, or whose sync goes on: its end plans the next, or leaves it due.
const listDue = (tx: Tx) => tx.$queryRaw<Due[]>`
  SELECT a.user_id AS "userId" FROM agent a JOIN "user" u ON u.id = a.user_id AND u.disabled_at IS NULL
  JOIN credentials c ON c.user_id = a.user_id AND c.platform = ${rezen} AND c.deleted_at IS NULL AND c.broken_at IS NULL
  WHERE a.next_sync_at <= app_now() AND a.sync_paused_at IS NULL AND a.sync_every <> 'never' AND NOT EXISTS (
    SELECT FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id WHERE o.agent_user_id = a.user_id AND r.ended_at IS NULL)
  ORDER BY a.next_sync_at LIMIT greatest(0, ${mostAtOnce} - (${countGoingOn}))`;

/** Takes the turn of an account that is still due: of many that come for it, one. */
async function claimDue(tx: Tx, userId: number, onboardingId: number): Promise<boolean> {
  const claimed = await tx.$executeRaw`
    UPDATE agent a SET next_sync_at = NULL
    WHERE a.user_id = ${userId} AND a.next_sync_at <= app_now() AND a.sync_paused_at IS NULL AND a.sync_every <> 'never'
      AND EXISTS (SELECT FROM credentials c WHERE c.user_id = a.user_id AND c.platform = ${rezen} AND c.deleted_at IS NULL AND c.broken_at IS NULL)
      AND NOT EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = ${onboardingId} AND r.ended_at IS NULL)`;
  return claimed > 0;
}

const beginDue = ({ userId }: Due): Promise<boolean> =>
  transaction({ agent: userId }, async tx => {
    const onboarding = await lockOnboarding(tx, "agent", userId);
    if (!(await claimDue(tx, userId, onboarding.id))) return false;
    await beginSync(tx, { onboarding, userId, trigger: "schedule", redo: "all" });
    return true;
  });

/** Begins the syncs that are planned for now, as far as not too many such go on; returns how many. One that cannot begin holds up none of the others. */
export async function beginDueSyncs(): Promise<number> {
  let begun = 0;
  for (const due of await transaction("system", listDue)) {
    const isBegun = await beginDue(due).catch((error: unknown) => {
      log.warn({ err: error, userId: due.userId }, "a sync that is due begins later");
      return false;
    });
    if (isBegun) begun += 1;
  }
  return begun;
}
