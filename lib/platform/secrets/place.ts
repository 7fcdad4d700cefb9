import { secretPrefix } from "../crypto";
import type { Tx } from "../db";

/** A stored secret with its row, by whose key it is in the context of the secret. */
export type StoredSecret = { row: string; blob: string };

/**
 * A column of encrypted secrets, spoken for by who owns it. `prefix` is the beginning of every blob that one master key closed; rows without a secret
 * count nowhere.
 */
export type SecretPlace = {
  table: string;
  column: string;
  count: (tx: Tx, prefix: string) => Promise<{ closed: number; others: number }[]>;
  /** Some of the secrets that begin like this. */
  listClosed: (tx: Tx, of: { prefix: string; limit: number }) => Promise<StoredSecret[]>;
  /** The next secrets that do not begin like this, in the order of their rows; from the first when `after` is null. */
  listOthers: (tx: Tx, from: { prefix: string; after: string | null; limit: number }) => Promise<StoredSecret[]>;
  /** Puts `fresh` in the place of the blob that was read, unless somebody changed it meanwhile; how many it did. */
  swap: (tx: Tx, old: StoredSecret, fresh: string) => Promise<number>;
};

/** How many secrets one master key closed, and how many the others did, over all places. */
export async function countSecrets(tx: Tx, places: readonly SecretPlace[], keyId: string) {
  const sum = { closed: 0, others: 0 };
  for (const place of places)
    for (const { closed, others } of await place.count(tx, secretPrefix(keyId))) {
      sum.closed += closed;
      sum.others += others;
    }
  return sum;
}
