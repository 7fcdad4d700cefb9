-- When the planned syncs of a customer pause by themselves, and whom its news reach (sources/002, step 5).
-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "pause_after_failures" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN     "sync_warned_at" TIMESTAMPTZ(3),
ADD COLUMN     "sync_paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "sync_resumed_at" TIMESTAMPTZ(3);

-- Impossible states: a pause comes after its warning.
ALTER TABLE customer
  ADD CONSTRAINT customer_pause_after CHECK (pause_after_failures BETWEEN 2 AND 1000),
  ADD CONSTRAINT customer_warned_first CHECK (sync_paused_at IS NULL OR sync_warned_at IS NOT NULL);

-- Whom the transactions of a customer write to: its people, as they chose, and the admins. A tenant may not read accounts: this reads those of this
-- transaction's customer and of admins, and no others.
CREATE FUNCTION customer_readers() RETURNS TABLE (user_id int, member_id int, is_admin boolean, email text, notify_by text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id, m.id, false, CASE WHEN u.email_confirmed THEN lower(u.email) END, m.notify_by
  FROM customer_user m JOIN "user" u ON u.id = m.user_id
  WHERE m.customer_id = current_customer_id() AND NOT m.is_probe AND u.disabled_at IS NULL
  UNION ALL
  SELECT u.id, NULL, true, CASE WHEN u.email_confirmed THEN lower(u.email) END, ARRAY['email', 'in_app']
  FROM "user" u WHERE u.disabled_at IS NULL AND current_customer_id() IS NOT NULL
    AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin');
$$;
REVOKE EXECUTE ON FUNCTION customer_readers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION customer_readers TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION customer_readers OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
