-- CreateTable
CREATE TABLE "seen_page" (
    "user_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "ids" TEXT[],
    "is_named" BOOLEAN NOT NULL,
    "part" INTEGER NOT NULL,
    "total" INTEGER,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seen_page_pkey" PRIMARY KEY ("user_id","step","number")
);

-- AddForeignKey
ALTER TABLE "seen_page" ADD CONSTRAINT "seen_page_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE seen_page ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON seen_page TO gangway_tenant;
CREATE POLICY tenant ON seen_page TO gangway_tenant USING (user_id = current_agent_user_id()) WITH CHECK (user_id = current_agent_user_id());
CREATE POLICY system ON seen_page TO gangway_system USING (true) WITH CHECK (true);

-- Brings a job forward that waits for its time under this key: who resumes does not wait for the next try of before. A tenant may send jobs and
-- nothing else. The body is looked at when it runs: pg-boss makes its tables later.
CREATE FUNCTION hasten_job(queue text, key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE pgboss.job SET start_after = now()
  WHERE name = queue AND singleton_key = key AND state = 'created' AND start_after > now();
END $$;
REVOKE EXECUTE ON FUNCTION hasten_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hasten_job TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION hasten_job OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
