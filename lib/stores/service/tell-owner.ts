import type { Tx } from "@/lib/platform/db";
import { writeNotice } from "@/lib/platform/notices/service";

type News = {
  kind: `store_${string}`;
  values?: Record<string, string | number>;
  /** Below the store's own address: `dashboard`. */
  place: string;
  dedupeKey?: string;
};

/** Puts a notice about a store under its owner's bell; one that nobody owns yet has nobody to tell. */
export async function tellOwner(tx: Tx, storeId: number, { kind, values, place, dedupeKey }: News): Promise<void> {
  const select = { ownerId: true, code: true, name: true };
  const { ownerId, code, name } = await tx.store.findUniqueOrThrow({ where: { id: storeId }, select });
  if (ownerId === null) return;
  const href = `/store/${code}/${place}`;
  await writeNotice(tx, { userId: ownerId, storeId, kind, values: { name, ...values }, href, dedupeKey });
}
