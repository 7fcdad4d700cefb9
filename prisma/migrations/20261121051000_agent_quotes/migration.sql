-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "quoted" JSONB,
ADD COLUMN     "quoted_at" TIMESTAMPTZ(3);

-- What each data set usually takes, by the newest readings of other accounts: middle values of five to three hundred, of nobody in particular;
-- where fewer have read it nothing is told, or the figures would be those of one account.
-- A tenant may not read other accounts: this tells it these figures and no row, as the system: who owns the tables is not let in by their policies.
CREATE FUNCTION usual_agent_readings() RETURNS TABLE (step text, fetched float8, seconds float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.step, percentile_cont(0.5) WITHIN GROUP (ORDER BY d.fetched), percentile_cont(0.5) WITHIN GROUP (ORDER BY d.seconds)
  FROM (SELECT user_id FROM agent WHERE user_id IS DISTINCT FROM current_agent_user_id() ORDER BY user_id DESC LIMIT 300) a
  JOIN agent_data_set d ON d.user_id = a.user_id
  WHERE d.read_at > app_now() - interval '90 days' GROUP BY d.step HAVING count(*) >= 5;
$$;
REVOKE EXECUTE ON FUNCTION usual_agent_readings FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usual_agent_readings TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION usual_agent_readings OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
