-- CreateTable
CREATE TABLE "agent_signup" (
    "phone_number" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_signup_pkey" PRIMARY KEY ("phone_number", "browser_hash")
);

-- CreateIndex
CREATE INDEX "agent_signup_created_at_idx" ON "agent_signup"("created_at");

-- Whom an agent's own transactions write to. A tenant may not read accounts: this reads the one of this transaction and no other, as
-- the system: who owns the tables is not let in by their policies.
CREATE FUNCTION agent_contact() RETURNS TABLE (name text, email text, phone_number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.name, u.email, u.phone_number FROM "user" u WHERE u.id = current_agent_user_id() AND u.disabled_at IS NULL;
$$;
REVOKE EXECUTE ON FUNCTION agent_contact FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agent_contact TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION agent_contact OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
