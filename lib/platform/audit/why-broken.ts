import type { Tx } from "../db";
import type { Link } from "./chain";

/** An entry of the trail, as the next one names it. */
export type Head = { id: number; hash: string };

/**
 * The first entry of the trail that does not fit, and why: it was `changed`, it was `inserted` by somebody else, or what stood before it was `deleted`. At
 * the end of the trail `deleted` names the entry that is missing itself.
 */
export type Broken = { id: number; why: "changed" | "deleted" | "inserted" };

const firstAfter = (tx: Tx, id: number) =>
  tx.auditEntry.findFirst({
    where: { id: { gt: id } },
    orderBy: { id: "asc" },
    select: { id: true, previousHash: true },
  });

/** What became of the trail at an entry that does not follow the one before it (`before`), or whose hash does not cover it. */
export async function whyBroken(tx: Tx, before: Head | null, entry: Link & { id: number }): Promise<Broken> {
  const { id, previousHash } = entry;
  const last = before?.hash ?? "";
  // The trail goes on behind it as if it were not there.
  const isSkipped = (await firstAfter(tx, id))?.previousHash === last;
  if (isSkipped) return { id, why: "inserted" };
  if (previousHash === last) return { id, why: "changed" };
  // It follows an entry further up: what stands between came later.
  const earlier =
    previousHash && (await tx.auditEntry.findUnique({ where: { hash: previousHash }, select: { id: true } }));
  const between = earlier && earlier.id < id ? await firstAfter(tx, earlier.id) : null;
  if (between) return { id: between.id, why: "inserted" };
  // Nothing can have stood between two numbers in a row: the one before was changed, and its hash with it.
  if (before?.id === id - 1) return { id: before.id, why: "changed" };
  return { id, why: "deleted" };
}

type End = { id: number; noted: string; hash: string | null; beyond: number | null };

/** Is the end of the trail another one than the database noted when it was written? Null where it is the same. */
export async function findBrokenEnd(tx: Tx): Promise<Broken | null> {
  // One statement, so that nothing is written between the one and the other.
  const [end] = await tx.$queryRaw<End[]>`
    SELECT h.entry_id AS id, h.hash AS noted, e.hash, (SELECT min(id) FROM audit_entry WHERE id > h.entry_id) AS beyond
    FROM audit_head h LEFT JOIN audit_entry e ON e.id = h.entry_id`;
  if (!end) return null;
  if (end.hash === null) return { id: end.id, why: "deleted" };
  if (end.hash !== end.noted) return { id: end.id, why: "changed" };
  return end.beyond === null ? null : { id: end.beyond, why: "inserted" };
}
