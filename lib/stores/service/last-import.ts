import type { Tx } from "@/lib/platform/db";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import type { Redo } from "@/lib/platform/flow/redo";
import type { OrderSync } from "../schema";

/** How a store was imported last; `parts` is how each did. */
export type LastImport = {
  runId: number;
  status: string;
  createdAt: Date;
  isEnded: boolean;
  since: Date | null;
  input: OrderSync;
  parts: PartOutcome[];
};

/** The newest import of a store, null before the first; a refresh, which has no period, is none. */
export async function findLastImport(tx: Tx, onboardingId: number): Promise<LastImport | null> {
  const last = await tx.onboardingRun.findFirst({
    where: { onboardingId, storeImport: { daysBack: { not: null } } },
    orderBy: { number: "desc" },
    select: {
      ...{ id: true, status: true, createdAt: true, endedAt: true, parts: true },
      storeImport: { select: { daysBack: true, includeProducts: true, since: true } },
    },
  });
  if (!last?.storeImport?.daysBack) return null;
  const { daysBack, includeProducts, since } = last.storeImport;
  const { id: runId, status, createdAt, endedAt, parts } = last;
  const told = { runId, status, createdAt, isEnded: endedAt !== null, parts: (parts ?? []) as PartOutcome[] };
  return { ...told, since, input: { daysBack, includeProducts } };
}

/** Whose orders the import of a store has read so far, if it has read any. */
const readShop = (tx: Tx, storeId: number) => tx.$queryRaw<{ isOther: boolean }[]>`
  SELECT s.cursor->>'shop' IS DISTINCT FROM c.shop_id AS "isOther"
  FROM onboarding o JOIN onboarding_step s ON s.onboarding_id = o.id AND s.step = 'orders'
  JOIN letzshop_credential c ON c.store_id = o.store_id WHERE o.store_id = ${storeId} AND s.cursor IS NOT NULL`;

/** What the next import has to do again: only what is missing, unless it asks for something else than the last one, of another shop, or of other feeds. */
export async function chooseRedo(tx: Tx, storeId: number, last: LastImport | null, input: OrderSync): Promise<Redo> {
  const isSame = last?.input.daysBack === input.daysBack && last.input.includeProducts === input.includeProducts;
  if (!last || !isSame || last.status === "complete") return "all";
  const [shop] = await readShop(tx, storeId);
  if (shop?.isOther) return "all";
  const changed = { storeId, updatedAt: { gt: last.createdAt } };
  return (await tx.storeProductImport.count({ where: changed })) > 0 ? { from: "products" } : "unfinished";
}
