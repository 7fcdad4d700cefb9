import { type Tx, transaction } from "@/lib/platform/db";
import { type DealKind, dealId } from "../../schema/deals";
import { type DealDetail, type FoundChange, toListingDetail, toTransactionDetail } from "../../view/deal-detail";
import { sources } from "./sources";

const mostChanges = 10;

/** What the newest syncs have found to be other of one record, newest first. */
const listChangesOf = (tx: Tx, userId: number, kind: DealKind, recordId: string): Promise<FoundChange[]> =>
  tx.syncChange.findMany({
    where: { userId, step: sources[kind].step, recordId },
    orderBy: { runId: "desc" },
    take: mostChanges,
    select: { runId: true, kind: true, fields: true, foundAt: true },
  });

/** Everything we hold of a transaction of this account; null for anybody else's, and for an id that nobody has. */
export async function findTransaction(userId: number, id: string): Promise<DealDetail | null> {
  if (!dealId.safeParse(id).success) return null;
  return transaction({ agent: userId }, async tx => {
    const row = await tx.transaction.findUnique({ where: { userId_id: { userId, id } } });
    if (!row) return null;
    const where = { userId, transactionId: id };
    const people = await tx.participant.findMany({ where, orderBy: [{ role: "asc" }, { id: "asc" }] });
    const paid = await tx.paidParticipant.findMany({ where, orderBy: [{ amount: "desc" }, { participantId: "asc" }] });
    return toTransactionDetail(row, { people, paid }, await listChangesOf(tx, userId, "transaction", id));
  });
}

/** The same of a listing. */
export async function findListing(userId: number, id: string): Promise<DealDetail | null> {
  if (!dealId.safeParse(id).success) return null;
  return transaction({ agent: userId }, async tx => {
    const row = await tx.listing.findUnique({ where: { userId_id: { userId, id } } });
    return row && toListingDetail(row, await listChangesOf(tx, userId, "listing", id));
  });
}
