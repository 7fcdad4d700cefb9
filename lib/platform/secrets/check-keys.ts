import { decrypt, encrypt, masterKeyIds } from "../crypto";
import { type Tx, transaction } from "../db";
import { countSecrets, type SecretPlace } from "./place";
import { listKeyIds, opensSome } from "./sample";

/** ENCRYPTION_KEYS are not those of this database; the sentence says which and what to do. */
export class WrongKeys extends Error {}

const canary = "gangway";
const canaryContext = (keyId: string) => ({ table: "encryption_key", column: "canary", row: keyId });

const notTheOne = (id: string) =>
  new WrongKeys(`ENCRYPTION_KEYS: the key with the id ${id} is not the one that closed what is stored.`);

const lacks = (id: string, needs: string) =>
  new WrongKeys(
    `ENCRYPTION_KEYS lacks the key ${id}, which ${needs}: add it after the first, then run npm run keys:rotate.`,
  );

function opens(keyId: string, blob: string): boolean {
  try {
    return decrypt(blob, canaryContext(keyId)) === canary;
  } catch {
    return false;
  }
}

const isUsed = async (tx: Tx, places: readonly SecretPlace[], id: string) =>
  (await countSecrets(tx, places, id)).closed > 0;

/**
 * What is stored speaks for a key that has no canary: one that opens nothing of what bears its id is not the key of this database. One row that
 * somebody has meddled with must not end every start, so several are tried. Where no key has a canary, ids that are not given count too.
 */
async function requireOpening(tx: Tx, places: readonly SecretPlace[], given: readonly string[]): Promise<void> {
  const known = (await tx.encryptionKey.findMany({ select: { id: true } })).map(({ id }) => id);
  for (const id of given) {
    if (known.includes(id) || !(await isUsed(tx, places, id))) continue;
    if (!(await opensSome(tx, places, id))) throw notTheOne(id);
  }
  if (known.length > 0) return;
  for (const id of await listKeyIds(tx, places)) if (!given.includes(id)) throw lacks(id, "stored secrets need");
}

/**
 * Holds ENCRYPTION_KEYS against what is stored, before anything is opened or closed with them: throws WrongKeys when a known id comes with another
 * key, when a key opens nothing of what it should have closed, or when one is missing that stored secrets still need. Nothing that is stored
 * changes; the canary of a new key is written once.
 */
export async function checkKeys(places: readonly SecretPlace[]): Promise<void> {
  await transaction("system", async tx => {
    const given = masterKeyIds();
    await requireOpening(tx, places, given);
    for (const id of given) {
      const fresh = encrypt(canary, canaryContext(id), id);
      await tx.$executeRaw`INSERT INTO encryption_key (id, canary) VALUES (${id}, ${fresh}) ON CONFLICT (id) DO NOTHING`;
    }
    for (const { id, canary: kept } of await tx.encryptionKey.findMany({ orderBy: { id: "asc" } })) {
      if (given.includes(id) && !opens(id, kept)) throw notTheOne(id);
      if (given.includes(id)) continue;
      const { closed: uses } = await countSecrets(tx, places, id);
      if (uses > 0) throw lacks(id, `${uses} stored ${uses === 1 ? "secret needs" : "secrets need"}`);
    }
  });
}
