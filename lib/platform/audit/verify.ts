import { type Tx, transaction } from "../db";
import { hashLink } from "./chain";
import { type Broken, findBrokenEnd, type Head, whyBroken } from "./why-broken";

/** What a walk over the audit trail found. `head` is the newest entry: note its hash outside, and a cut-off end will be seen by whoever trusts no database. */
export type Verdict = {
  count: number;
  head: Head | null;
  broken: Broken | null;
};

const batchSize = 1000;

/** A stretch of the trail that was walked: how many of its entries are whole, the last of them, and the first that is not. */
export type Stretch = { count: number; head: Head | null; broken: Broken | null; isEnd: boolean };

/** Walks at most so many entries from the one that follows `from`; at the end of the trail it also knows whether that is the end that was written. */
export async function walk(tx: Tx, from: Head | null, most: number): Promise<Stretch> {
  const batch = await tx.auditEntry.findMany({
    where: { id: { gt: from?.id ?? 0 } },
    orderBy: { id: "asc" },
    take: most,
  });
  let [count, head] = [0, from];
  for (const { id, hash, ...link } of batch) {
    const fits = link.previousHash === (head?.hash ?? "") && hashLink(link) === hash;
    if (!fits) return { count, head, broken: await whyBroken(tx, head, { id, ...link }), isEnd: true };
    head = { id, hash };
    count += 1;
  }
  const isEnd = count < most;
  return { count, head, broken: isEnd ? await findBrokenEnd(tx) : null, isEnd };
}

/**
 * Walks the whole trail from its first entry, a thousand at a time, and stops at the first that does not fit: it was changed, put in, or what stood before
 * it was removed. Also sees an end that was cut off. Entries may be added meanwhile.
 */
export async function verifyTrail(): Promise<Verdict> {
  const all: Verdict = { count: 0, head: null, broken: null };
  for (;;) {
    const { count, head, broken, isEnd } = await transaction("system", tx => walk(tx, all.head, batchSize));
    Object.assign(all, { count: all.count + count, head, broken });
    if (isEnd) return all;
  }
}

type Walked = { id: number; hash: string };

/** The entry of this id and hash is gone: the end of the trail was cut off, or the trail is another one. */
export async function isGone(tx: Tx, head: Head): Promise<boolean> {
  return (await tx.auditEntry.count({ where: head })) === 0;
}

/**
 * Goes on with a walk over the trail that never ends: so many entries from where the last one stopped, and from the first again after the newest. Answers
 * the entry at which the trail is broken, at each call until it is mended, or null. Sees at once when the end was cut off.
 */
export async function walkOn(tx: Tx, most: number): Promise<Broken | null> {
  const [at] = await tx.$queryRaw<Walked[]>`SELECT entry_id AS id, hash FROM audit_walk WHERE id = 1 FOR UPDATE`;
  const end = await findBrokenEnd(tx);
  if (end) return end;
  const from = at && at.id > 0 ? { id: at.id, hash: at.hash } : null;
  if (from && (await isGone(tx, from))) return { id: from.id, why: "deleted" };
  const { head, broken, isEnd } = await walk(tx, from, most);
  const next = isEnd && !broken ? null : head;
  await tx.$executeRaw`
    INSERT INTO audit_walk (id, entry_id, hash) VALUES (1, ${next?.id ?? 0}, ${next?.hash ?? ""})
    ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash`;
  return broken;
}

/** Is an entry with this hash, noted earlier, still in the trail? If not, its end was cut off. */
export const hasLink = async (hash: string): Promise<boolean> =>
  (await transaction("system", tx => tx.auditEntry.findUnique({ where: { hash }, select: { id: true } }))) !== null;
