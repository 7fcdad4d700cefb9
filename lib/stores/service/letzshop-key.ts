import { audit } from "@/lib/platform/audit";
import { encrypt } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { secretColumn } from "@/lib/platform/secrets/column";
import { openKept } from "@/lib/platform/secrets/kept-key";

/** Where the Letzshop keys of stores are kept. */
export const letzshopKeys = secretColumn({
  table: Prisma.sql`letzshop_credential`,
  column: Prisma.sql`api_key`,
  key: Prisma.sql`store_id`,
});

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
