import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { log } from "@/lib/platform/log";
import { beginRun } from "./begin-run";
import { redoOfSync } from "./sync-now";

// A worker does four customers at a time: so many keep two of them busy, and whoever comes anew waits for a slice and not for all that is due. After a
// downtime what is due begins as they end.
const mostAtOnce = 8;

type Due = { customerId: number };

// As many as wait neither for somebody nor for their next try, such as until Zuora counts calls anew; those would keep the others out for days.
const countGoingOn = Prisma.sql`
  SELECT count(*) FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id AND o.kind = 'customer'
  WHERE r.trigger = 'schedule' AND r.ended_at IS NULL AND r.status <> 'waiting'
    AND NOT EXISTS (SELECT FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.state = 'retrying' AND s.next_attempt_at > now())`;

// Nobody's who is not aboard yet, wants none, is paused, has credentials that are of no use, or whose run goes on: its end plans the next.
const isDue = Prisma.sql`
  c.next_sync_at <= app_now() AND c.sync_every_minutes > 0 AND c.sync_paused_at IS NULL
  AND EXISTS (SELECT FROM zuora_credential z WHERE z.customer_id = c.id AND z.broken_at IS NULL)
  AND EXISTS (SELECT FROM onboarding o WHERE o.customer_id = c.id AND o.status = 'complete'
    AND NOT EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = o.id AND r.ended_at IS NULL))`;

const listDue = (tx: Tx) => tx.$queryRaw<Due[]>`
  SELECT c.id AS "customerId" FROM customer c WHERE ${isDue} ORDER BY c.next_sync_at LIMIT greatest(0, ${mostAtOnce} - (${countGoingOn}))`;

/** Takes the turn of a customer that is still due: of many that come for it, one. */
const claimDue = async (tx: Tx, customerId: number): Promise<boolean> =>
  (await tx.$executeRaw`UPDATE customer c SET next_sync_at = NULL WHERE c.id = ${customerId} AND ${isDue}`) > 0;

const beginDue = ({ customerId }: Due): Promise<boolean> =>
  transaction({ customer: customerId }, async tx => {
    const onboarding = await lockOnboarding(tx, "customer", customerId);
    if (!(await claimDue(tx, customerId))) return false;
    await beginRun(tx, { onboarding, customerId, trigger: "schedule", redo: redoOfSync(onboarding) });
    return true;
  });

/** Begins the syncs of customers that are planned for now, as far as not too many such go on; returns how many. One that cannot begin holds up none of the others. */
export async function beginDueCustomerSyncs(): Promise<number> {
  let begun = 0;
  for (const due of await transaction("system", listDue)) {
    const isBegun = await beginDue(due).catch((error: unknown) => {
      log.warn({ err: error, ...due }, "a customer's sync that is due begins later");
      return false;
    });
    if (isBegun) begun += 1;
  }
  return begun;
}
