import { type Tx, transaction } from "../db";
import { hashLink } from "./chain";

/** What a walk over the audit trail found. `head` is the newest entry: note its hash outside, and a cut-off end will be seen. */
export type Verdict = {
  count: number;
  head: { id: number; hash: string } | null;
  broken: { id: number; why: "changed" | "torn" } | null;
};

const batchSize = 1000;

type Head = NonNullable<Verdict["head"]>;
type Broken = NonNullable<Verdict["broken"]>;
type Stretch = { count: number; head: Head | null; broken: Broken | null };

/** Walks at most so many entries from the one that follows `from`. */
async function walk(tx: Tx, from: Head | null, most: number): Promise<Stretch> {
  const batch = await tx.auditEntry.findMany({
    where: { id: { gt: from?.id ?? 0 } },
    orderBy: { id: "asc" },
    take: most,
  });
  let [count, head] = [0, from];
  for (const { id, hash, ...link } of batch) {
    if (link.previousHash !== (head?.hash ?? "")) return { count, head, broken: { id, why: "torn" } };
    if (hashLink(link) !== hash) return { count, head, broken: { id, why: "changed" } };
    head = { id, hash };
    count += 1;
  }
  return { count, head, broken: null };
}

/**
 * Walks the whole trail from its first entry, a thousand at a time, and stops at the first that is `changed` (its hash does not cover it) or
 * `torn` (it does not follow the one before: something was removed or put in). Entries may be added meanwhile.
 */
export async function verifyTrail(): Promise<Verdict> {
  const all: Verdict = { count: 0, head: null, broken: null };
  for (;;) {
    const { count, head, broken } = await transaction("system", tx => walk(tx, all.head, batchSize));
    Object.assign(all, { count: all.count + count, head, broken });
    if (broken || count < batchSize) return all;
  }
}

type Walked = { id: number; hash: string; headId: number | null; headHash: string | null };

/** The entry of this id and hash is gone: the end of the trail was cut off, or the trail is another one. */
async function isGone(tx: Tx, head: Head): Promise<boolean> {
  return (await tx.auditEntry.count({ where: head })) === 0;
}

/**
 * Goes on with a walk over the trail that never ends: so many entries from where the last one stopped, and from the first again after the newest. Answers
 * the entry at which the trail is broken, at each call until it is mended, or null. Also knows when the end was cut off since the newest was last seen.
 */
export async function walkOn(tx: Tx, most: number): Promise<Broken | null> {
  const [at] = await tx.$queryRaw<Walked[]>`
    SELECT entry_id AS id, hash, head_id AS "headId", head_hash AS "headHash" FROM audit_walk WHERE id = 1 FOR UPDATE`;
  const newest = at && at.headId !== null && at.headHash !== null ? { id: at.headId, hash: at.headHash } : null;
  if (newest && (await isGone(tx, newest))) return { id: newest.id, why: "torn" };
  const from = at && at.id > 0 ? { id: at.id, hash: at.hash } : null;
  if (from && (await isGone(tx, from))) return { id: from.id, why: "torn" };
  const { count, head, broken } = await walk(tx, from, most);
  const isAtEnd = !broken && count < most;
  const next = isAtEnd ? null : head;
  const seen = isAtEnd ? head : newest;
  await tx.$executeRaw`
    INSERT INTO audit_walk (id, entry_id, hash, head_id, head_hash) VALUES (1, ${next?.id ?? 0}, ${next?.hash ?? ""}, ${seen?.id}, ${seen?.hash})
    ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash, head_id = excluded.head_id, head_hash = excluded.head_hash`;
  return broken;
}

/** Is an entry with this hash, noted earlier, still in the trail? If not, its end was cut off. */
export const hasLink = async (hash: string): Promise<boolean> =>
  (await transaction("system", tx => tx.auditEntry.findUnique({ where: { hash }, select: { id: true } }))) !== null;
