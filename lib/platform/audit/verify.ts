import { transaction } from "../db";
import { hashLink } from "./chain";

/** What a walk over the audit trail found. `head` is the newest entry: note its hash outside, and a cut-off end will be seen. */
export type Verdict = {
  count: number;
  head: { id: number; hash: string } | null;
  broken: { id: number; why: "changed" | "torn" } | null;
};

const batchSize = 1000;

const readBatch = (after: number) =>
  transaction("system", tx =>
    tx.auditEntry.findMany({ where: { id: { gt: after } }, orderBy: { id: "asc" }, take: batchSize }),
  );

/**
 * Walks the whole trail from its first entry, a thousand at a time, and stops at the first that is `changed` (its hash does not cover it) or
 * `torn` (it does not follow the one before: something was removed or put in). Entries may be added meanwhile.
 */
export async function verifyTrail(): Promise<Verdict> {
  let [count, previousHash] = [0, ""];
  let head: Verdict["head"] = null;
  for (;;) {
    const batch = await readBatch(head?.id ?? 0);
    for (const { id, hash, ...link } of batch) {
      if (link.previousHash !== previousHash) return { count, head, broken: { id, why: "torn" } };
      if (hashLink(link) !== hash) return { count, head, broken: { id, why: "changed" } };
      previousHash = hash;
      head = { id, hash };
      count += 1;
    }
    if (batch.length < batchSize) return { count, head, broken: null };
  }
}

/** Is an entry with this hash, noted earlier, still in the trail? If not, its end was cut off. */
export const hasLink = async (hash: string): Promise<boolean> =>
  (await transaction("system", tx => tx.auditEntry.findUnique({ where: { hash }, select: { id: true } }))) !== null;
