import { type Tx, transaction } from "@/lib/platform/db";
import { type DealKind, dealId } from "../../schema/deals";
import {
  type DealDetail,
  type FoundChange,
  type Lately,
  toListingDetail,
  toTransactionDetail,
} from "../../view/deal-detail";
import { findReading } from "./reading";
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

const findLately = async (tx: Tx, userId: number, kind: DealKind, recordId: string): Promise<Lately> => ({
  changes: await listChangesOf(tx, userId, kind, recordId),
  readAt: (await findReading(tx, userId, sources[kind].step)).readAt,
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
    return toTransactionDetail(row, { people, paid }, await findLately(tx, userId, "transaction", id));
  });
}

/** The same of a listing. */
export async function findListing(userId: number, id: string): Promise<DealDetail | null> {
  if (!dealId.safeParse(id).success) return null;
  return transaction({ agent: userId }, async tx => {
    const row = await tx.listing.findUnique({ where: { userId_id: { userId, id } } });
    return row && toListingDetail(row, await findLately(tx, userId, "listing", id));
  });
}
