import { decrypt, encrypt, masterKeyIds } from "../crypto";
import { transaction } from "../db";
import { countSecrets, type SecretPlace } from "./place";

/** ENCRYPTION_KEYS are not those of this database; the sentence says which and what to do. */
export class WrongKeys extends Error {}

const canary = "gangway";
const canaryContext = (keyId: string) => ({ table: "encryption_key", column: "canary", row: keyId });

function opens(keyId: string, blob: string): boolean {
  try {
    return decrypt(blob, canaryContext(keyId)) === canary;
  } catch {
    return false;
  }
}

/**
 * Holds ENCRYPTION_KEYS against what is stored, before anything is opened or closed with them: throws WrongKeys when a known id comes with another
 * key, or when a key is missing that stored secrets still need. Nothing that is stored changes; the canary of a new key is written once.
 */
export async function checkKeys(places: readonly SecretPlace[]): Promise<void> {
  await transaction("system", async tx => {
    const given = masterKeyIds();
    for (const id of given) {
      const fresh = encrypt(canary, canaryContext(id), id);
      await tx.$executeRaw`INSERT INTO encryption_key (id, canary) VALUES (${id}, ${fresh}) ON CONFLICT (id) DO NOTHING`;
    }
    for (const { id, canary: kept } of await tx.encryptionKey.findMany({ orderBy: { id: "asc" } })) {
      if (given.includes(id) && !opens(id, kept))
        throw new WrongKeys(`ENCRYPTION_KEYS: the key with the id ${id} is not the one that closed what is stored.`);
      if (given.includes(id)) continue;
      const { closed: uses } = await countSecrets(tx, places, id);
      if (uses > 0)
        throw new WrongKeys(
          `ENCRYPTION_KEYS lacks the key ${id}, which ${uses} stored ${uses === 1 ? "secret needs" : "secrets need"}: add it after the first, then run npm run keys:rotate.`,
        );
    }
  });
}
