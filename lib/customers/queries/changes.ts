import { type Tx, transaction } from "@/lib/platform/db";
import { type Reader, requireStaff } from "../policy";
import { ChangePage } from "../view/change";
import { requireCustomer } from "./require-customer";

const pageSize = 25;

type Wanted = { cursor?: string; jobId?: number };

/** Reads a page of what syncs found to be other than before, newest first, in a transaction of the customer's. */
export async function readChanges(
  tx: Tx,
  customerId: number,
  { cursor, jobId: runId, limit = pageSize }: Wanted & { limit?: number },
): Promise<ChangePage> {
  const before = /^\d{1,9}$/.test(cursor ?? "") ? { lt: Number(cursor) } : undefined;
  const rows = await tx.workflowChange.findMany({
    where: { customerId, id: before, runId },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: { id: true, runId: true, zuoraId: true, name: true, change: true, fields: true, at: true },
  });
  const items = rows.slice(0, limit).map(({ runId: jobId, at, ...row }) => ({ ...row, jobId, at: at.toISOString() }));
  return ChangePage.parse({ items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null });
}

/** What syncs of a customer found to be other than before, or one of them, newest first; `cursor` is where the page before ended. Throws `not_found`, also for who is no staff. */
export async function listChanges(reader: Reader, customerId: number, wanted: Wanted): Promise<ChangePage> {
  requireStaff(reader);
  return transaction({ customer: customerId }, async tx => {
    await requireCustomer(tx, customerId);
    return readChanges(tx, customerId, wanted);
  });
}
