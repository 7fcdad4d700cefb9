import { audit } from "@/lib/platform/audit";
import { decrypt, encrypt } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { SecretPlace } from "@/lib/platform/secrets/place";

/** Where the Letzshop keys of stores are kept. */
export const letzshopKeys: SecretPlace = {
  table: "letzshop_credential",
  column: "api_key",
  count: (tx, prefix) => tx.$queryRaw`
    SELECT count(*) FILTER (WHERE starts_with(api_key, ${prefix}))::int AS closed,
      count(*) FILTER (WHERE NOT starts_with(api_key, ${prefix}))::int AS others FROM letzshop_credential`,
  listOthers: (tx, { prefix, after, limit }) => tx.$queryRaw`
    SELECT store_id::text AS row, api_key AS blob FROM letzshop_credential
    WHERE NOT starts_with(api_key, ${prefix}) AND store_id > coalesce(${after}::int, 0) ORDER BY store_id LIMIT ${limit}`,
  swap: (tx, old, fresh) => tx.$executeRaw`
    UPDATE letzshop_credential SET api_key = ${fresh} WHERE store_id = ${old.row}::int AND api_key = ${old.blob}`,
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
