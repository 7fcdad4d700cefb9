import { audit } from "@/lib/platform/audit";
import { decrypt, encrypt } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { SecretPlace } from "@/lib/platform/secrets/place";

/** Where the Letzshop keys of stores are kept. */
export const letzshopKeys: SecretPlace = {
  table: "letzshop_credential",
  column: "api_key",
  key: "store_id",
  keyType: "int",
};

const contextOf = (storeId: number) => ({ table: letzshopKeys.table, column: letzshopKeys.column, row: storeId });

/** Closes a key for the row of its store and no other. */
export const closeKey = (storeId: number, apiKey: string): string => encrypt(apiKey, contextOf(storeId));

/** A store's key ready for use; `savedAt` tells it from a later one. */
export type OpenedKey = { apiKey: string; shopId: string; savedAt: Date };

/** Opens a store's key for a purpose, which the audit trail keeps; null where there is none. */
export async function openKey(
  tx: Tx,
  storeId: number,
  use: { purpose: "import"; jobId: number },
): Promise<OpenedKey | null> {
  const select = { apiKey: true, shopId: true, testedAt: true };
  const kept = await tx.letzshopCredential.findUnique({ where: { storeId }, select });
  if (!kept) return null;
  const apiKey = decrypt(kept.apiKey, contextOf(storeId));
  await audit(tx, {
    action: "store.key_used",
    actor: { kind: "system" },
    subject: { kind: "store", id: storeId },
    detail: use,
  });
  return { apiKey, shopId: kept.shopId, savedAt: kept.testedAt };
}
