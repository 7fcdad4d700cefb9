import { decrypt, secretPrefix } from "../crypto";
import type { Tx } from "../db";
import type { SecretPlace, StoredSecret } from "./place";

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

/** Does the key that is given for an id open any of some secrets that bear it, wherever they stand? Nothing that opens is kept. */
export async function opensSome(tx: Tx, places: readonly SecretPlace[], keyId: string): Promise<boolean> {
  for (const place of places) {
    const tried = await place.listClosed(tx, { prefix: secretPrefix(keyId), limit: mostTried });
    if (tried.some(secret => opens(place, secret))) return true;
  }
  return false;
}

/** The key ids that the first secrets of each place bear. */
export async function listKeyIds(tx: Tx, places: readonly SecretPlace[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const place of places)
    for await (const { blob } of firstOf(place, tx)) {
      const keyId = idOf.exec(blob)?.[1];
      if (keyId !== undefined) found.add(keyId);
    }
  return found;
}
