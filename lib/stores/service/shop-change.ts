import { createTranslator } from "next-intl";
import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { messages } from "@/lib/platform/i18n/messages";

const t = createTranslator({ locale: "en", messages, namespace: "stores.otherShop" });

type Shop = { shopId: string; shopName: string };
type Before = { shopId: string; shopName: string | null; hasRows: boolean };

/** Whose shop a store has been so far (that of its key, or where that is long deleted, whose orders were read last), and whether anything is there of it. */
async function findShopBefore(tx: Tx, storeId: number): Promise<Before | null> {
  const [before] = await tx.$queryRaw<{ shopId: string | null; shopName: string | null; hasRows: boolean }[]>`
    SELECT coalesce(c.shop_id, s.cursor->>'shop') AS "shopId", c.shop_name AS "shopName",
      EXISTS (SELECT FROM orders WHERE store_id = o.store_id) OR EXISTS (SELECT FROM products WHERE store_id = o.store_id) AS "hasRows"
    FROM onboarding o LEFT JOIN letzshop_credential c ON c.store_id = o.store_id
    LEFT JOIN onboarding_step s ON s.onboarding_id = o.id AND s.step = 'orders' WHERE o.store_id = ${storeId}`;
  return before?.shopId ? { ...before, shopId: before.shopId } : null;
}

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
