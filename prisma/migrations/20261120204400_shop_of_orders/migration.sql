-- AlterTable
ALTER TABLE "stores" ADD COLUMN     "orders_shop_id" TEXT;

-- Whose orders a store has: of those that were read before, as far as anything tells.
SET ROLE gangway_system;
UPDATE stores s SET orders_shop_id = coalesce(
  (SELECT p.cursor->>'shop' FROM onboarding_step p JOIN onboarding o ON o.id = p.onboarding_id WHERE o.store_id = s.id AND p.step = 'orders'),
  (SELECT c.shop_id FROM letzshop_credential c WHERE c.store_id = s.id))
WHERE EXISTS (SELECT FROM orders WHERE store_id = s.id);
RESET ROLE;
