-- In which language people are written to. What is unset is English.
-- AlterTable
ALTER TABLE "employer" ADD COLUMN     "language" TEXT;

-- Whoever writes to somebody may be a tenant, who may not read accounts: these tell a language and nothing else.
CREATE FUNCTION language_of_user(which int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.locale FROM "user" u WHERE u.id = which;
$$;
CREATE FUNCTION language_of_address(which text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.locale FROM "user" u WHERE u.email_confirmed AND lower(u.email) = lower(which);
$$;
REVOKE EXECUTE ON FUNCTION language_of_user, language_of_address FROM PUBLIC;
GRANT EXECUTE ON FUNCTION language_of_user, language_of_address TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION language_of_user OWNER TO gangway_system;
ALTER FUNCTION language_of_address OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
