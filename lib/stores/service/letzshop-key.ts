import { audit } from "@/lib/platform/audit";
import { encrypt } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { openKept } from "@/lib/platform/secrets/kept-key";
import type { SecretPlace } from "@/lib/platform/secrets/place";

/** Where the Letzshop keys of stores are kept. */
export const letzshopKeys: SecretPlace = {
  table: "letzshop_credential",
  column: "api_key",
  count: (tx, prefix) => tx.$queryRaw`
    SELECT count(*) FILTER (WHERE starts_with(api_key, ${prefix}))::int AS closed,
      count(*) FILTER (WHERE NOT starts_with(api_key, ${prefix}))::int AS others FROM letzshop_credential`,
  listClosed: (tx, { prefix, limit }) => tx.$queryRaw`
    SELECT store_id::text AS row, api_key AS blob FROM letzshop_credential WHERE starts_with(api_key, ${prefix}) LIMIT ${limit}`,
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
export type OpenedKey = { apiKey: string; shopId: string; shopSlug: string; savedAt: Date; isBroken: boolean };

/** What a key is opened for: by the worker, for a job, or by its owner, to see whether it still works or what an import would bring. */
type Use = { purpose: "import"; jobId: number } | { purpose: "test" | "quote"; userId: number };

/** Opens a store's key for a purpose, which the audit trail keeps; null where there is none, or none any more. Throws UnreadableKey, and `unavailable` where its master key is not given. */
export async function openKey(tx: Tx, storeId: number, use: Use): Promise<OpenedKey | null> {
  const select = { apiKey: true, shopId: true, shopSlug: true, testedAt: true, brokenAt: true };
  const kept = await tx.letzshopCredential.findUnique({ where: { storeId }, select });
  if (!kept?.apiKey) return null;
  const { shopId, shopSlug, testedAt: savedAt, brokenAt } = kept;
  const apiKey = openKept(kept.apiKey, contextOf(storeId), savedAt);
  const { purpose } = use;
  await audit(tx, {
    action: "store.key_used",
    actor: "userId" in use ? { kind: "user", id: use.userId } : { kind: "system" },
    subject: { kind: "store", id: storeId },
    detail: use.purpose === "import" ? use : { purpose },
  });
  return { apiKey, shopId, shopSlug, savedAt, isBroken: brokenAt !== null };
}

/** Whose shop a store's key is for; null where there is none, or none any more. */
export async function findKeyShop(tx: Tx, storeId: number): Promise<string | null> {
  const kept = await tx.letzshopCredential.findFirst({ where: { storeId, deletedAt: null }, select: { shopId: true } });
  return kept?.shopId ?? null;
}

/** Is there a key of this store that can be opened? */
export const hasKey = async (tx: Tx, storeId: number): Promise<boolean> =>
  (await tx.letzshopCredential.count({ where: { storeId, deletedAt: null } })) > 0;

/** Is there one, and has Letzshop not refused it? */
export const hasWorkingKey = async (tx: Tx, storeId: number): Promise<boolean> =>
  (await tx.letzshopCredential.count({ where: { storeId, deletedAt: null, brokenAt: null } })) > 0;
