import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type CustomerReader, requireRight, requireShown, withRight } from "../../queries/standing";
import type { OwnPreferences, OwnSync } from "../../schema/access";
import type { OwnPreferencesView, OwnSyncView } from "../../view/access";
import { countStart } from "../count-start";
import { beginSync } from "../sync-now";

/** Writes by which channels news reach the reader; answers what it was, held until the end. */
async function writeChannels(tx: Tx, { customerId, userId }: CustomerReader, notifyBy: string[]): Promise<string[]> {
  const [before] = await tx.$queryRaw<{ id: number; notifyBy: string[] }[]>`
    SELECT id, notify_by AS "notifyBy" FROM customer_user
    WHERE customer_id = ${customerId} AND user_id = ${userId} FOR NO KEY UPDATE`;
  if (!before) throw new AppError("not_found");
  await tx.customerUser.update({ where: { id: before.id }, data: { notifyBy } });
  return before.notifyBy;
}

/** Sets how news of the reader's customer are told to them; the audit trail keeps what is other than before. Throws `not_found` for who may not choose it. */
export const setOwnPreferences = (
  reader: CustomerReader,
  input: OwnPreferences,
  address: string,
): Promise<OwnPreferencesView> =>
  withRight(reader, "preferences.manage", async tx => {
    requireShown(reader, input.customerId);
    const { email, inApp } = input;
    const notifyBy = [...(email ? ["email"] : []), ...(inApp ? ["in_app"] : [])];
    const was = await writeChannels(tx, reader, notifyBy);
    const [actor, subject] = [
      { kind: "user", id: reader.userId } as const,
      { kind: "customer", id: reader.customerId },
    ];
    const detail = { from: was, to: notifyBy };
    if (was.toSorted().join() !== notifyBy.toSorted().join())
      await audit(tx, { action: "customer.news_chosen", actor, subject, detail, address });
    return { email, inApp };
  });

/** The run of the reader's customer that goes on. Throws `not_found` for who may not sync, and for a workflow that is not of this customer. */
const findRunning = (reader: CustomerReader, workflowId: number | undefined): Promise<OwnSyncView> =>
  withRight(reader, "sync.run", async tx => {
    const named = { id: workflowId, customerId: reader.customerId };
    if (workflowId !== undefined && (await tx.workflow.count({ where: named })) === 0) throw new AppError("not_found");
    const where = { endedAt: null, onboarding: { customerId: reader.customerId } };
    const running = await tx.onboardingRun.findFirst({ where, select: { id: true } });
    return { jobId: running?.id ?? null, createdNew: false };
  });

/**
 * Syncs the workflows of the reader's customer now, or one of them; a run that goes on is named. A dry run begins nothing. Throws `not_found` for who may
 * not, and what `beginSync` and `countStart` throw.
 */
export async function syncOwn(reader: CustomerReader, input: OwnSync, isDryRun: boolean): Promise<OwnSyncView> {
  const running = await findRunning(reader, input.workflowId);
  requireShown(reader, input.customerId);
  if (isDryRun) return running;
  const { customerId, userId } = reader;
  await countStart(customerId);
  const { workflowId } = input;
  return transaction({ customer: customerId }, async tx => {
    await requireRight(tx, reader, "sync.run");
    const order = { customerId, userId, acceptsDeletions: false };
    return beginSync(tx, { ...order, ...(workflowId === undefined ? {} : { workflowId }) });
  });
}
