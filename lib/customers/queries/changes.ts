import { transaction } from "@/lib/platform/db";
import { type Reader, requireStaff } from "../policy";
import { ChangePage } from "../view/change";
import { requireCustomer } from "./require-customer";

const pageSize = 25;

type Wanted = { cursor?: string; jobId?: number };

/** What syncs of a customer found to be other than before, or one of them, newest first; `cursor` is where the page before ended. Throws `not_found`, also for who is no staff. */
export async function listChanges(
  reader: Reader,
  customerId: number,
  { cursor, jobId: runId }: Wanted,
): Promise<ChangePage> {
  requireStaff(reader);
  const before = /^\d{1,9}$/.test(cursor ?? "") ? { lt: Number(cursor) } : undefined;
  const rows = await transaction({ customer: customerId }, async tx => {
    await requireCustomer(tx, customerId);
    return tx.workflowChange.findMany({
      where: { customerId, id: before, runId },
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select: { id: true, runId: true, zuoraId: true, name: true, change: true, fields: true, at: true },
    });
  });
  const items = rows
    .slice(0, pageSize)
    .map(({ runId: jobId, at, ...row }) => ({ ...row, jobId, at: at.toISOString() }));
  return ChangePage.parse({ items, nextCursor: rows.length > pageSize ? String(items.at(-1)?.id) : null });
}
