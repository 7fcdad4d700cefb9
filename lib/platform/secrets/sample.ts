import { decrypt } from "../crypto";
import type { Tx } from "../db";
import type { SecretPlace, StoredSecret } from "./place";

/** How stored secrets that bear one key id answer to the key that is given for it: how many were tried, and how many opened. */
export type Sample = { keyId: string; tried: number; opened: number };

const pageSize = 100;
const mostPages = 100;
const mostTried = 20;
const idOf = /^g1\.([a-z0-9]{1,16})\./;
// No secret begins like this, so that a list of all others is one of all.
const nobodysPrefix = "-";

function opens({ table, column }: SecretPlace, { row, blob }: StoredSecret): boolean {
  try {
    decrypt(blob, { table, column, row });
    return true;
  } catch {
    return false;
  }
}

/** The first secrets of a place, page by page; enough to know whose they are. */
async function* firstOf(place: SecretPlace, tx: Tx): AsyncGenerator<StoredSecret> {
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const found: StoredSecret[] = await place.listOthers(tx, { prefix: nobodysPrefix, after, limit: pageSize });
    yield* found;
    if (found.length < pageSize) return;
    after = found.at(-1)?.row ?? null;
  }
}

/** Tries the first secrets of every key id that stored ones bear. Nothing that is stored changes, and nothing that opens is kept. */
export async function sampleSecrets(tx: Tx, places: readonly SecretPlace[]): Promise<Sample[]> {
  const samples = new Map<string, Sample>();
  for (const place of places)
    for await (const secret of firstOf(place, tx)) {
      const keyId = idOf.exec(secret.blob)?.[1];
      if (keyId === undefined) continue;
      const sample = samples.get(keyId) ?? { keyId, tried: 0, opened: 0 };
      samples.set(keyId, sample);
      if (sample.tried >= mostTried) continue;
      sample.tried += 1;
      if (opens(place, secret)) sample.opened += 1;
    }
  return [...samples.values()];
}
