import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { translator } from "@/lib/platform/i18n/language";

const t = translator("stores.otherShop");

type Shop = { shopId: string; shopName: string };
type Before = { shopId: string; shopName: string | null; hasRows: boolean };

/** Whose shop a store has been so far (that of its key, or where that is long deleted, whose orders were read last), and whether anything is there of it, or is on its way. */
async function findShopBefore(tx: Tx, storeId: number): Promise<Before | null> {
  const [before] = await tx.$queryRaw<{ shopId: string | null; shopName: string | null; hasRows: boolean }[]>`
    SELECT coalesce(c.shop_id, s.orders_shop_id) AS "shopId", c.shop_name AS "shopName",
      EXISTS (SELECT FROM orders WHERE store_id = o.store_id) OR EXISTS (SELECT FROM products WHERE store_id = o.store_id)
        OR EXISTS (SELECT FROM onboarding_run WHERE onboarding_id = o.id AND ended_at IS NULL) AS "hasRows"
    FROM onboarding o JOIN stores s ON s.id = o.store_id LEFT JOIN letzshop_credential c ON c.store_id = o.store_id
    WHERE o.store_id = ${storeId}`;
  return before?.shopId ? { ...before, shopId: before.shopId } : null;
}

/** Keeps whose orders a store has from now on, for longer than its key may be there. */
export const keepOrdersShop = (tx: Tx, storeId: number, shopId: string): Promise<number> => tx.$executeRaw`
  UPDATE stores SET orders_shop_id = ${shopId} WHERE id = ${storeId} AND orders_shop_id IS DISTINCT FROM ${shopId}`;

/**
 * Lets a key of another shop than before through when it is wanted, which the audit trail keeps, or when nothing is there of the shop before.
 * Else throws `other_shop`, which asks: whoever pastes the wrong key mixes two shops.
 */
export async function requireSameShop(tx: Tx, storeId: number, key: Shop, isWanted: boolean): Promise<void> {
  const before = await findShopBefore(tx, storeId);
  if (!before?.hasRows || before.shopId === key.shopId) return;
  if (!isWanted) {
    const names = { keyShop: key.shopName, ordersShop: before.shopName };
    const message = t("question", { keyShop: key.shopName, ordersShop: before.shopName ?? t("unknown") });
    throw new AppError("other_shop", {
      message,
      errors: [{ field: "otherShop", code: "other_shop", message }],
      data: names,
    });
  }
  await audit(tx, {
    action: "store.shop_changed",
    actor: { kind: "system" },
    subject: { kind: "store", id: storeId },
    detail: { from: before.shopId, to: key.shopId },
  });
}
