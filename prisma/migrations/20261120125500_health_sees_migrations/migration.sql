-- Health may ask whether a migration ran, without reading or writing the engine's own table. The body is looked at when it runs,
-- because a shadow database has no such table.
CREATE FUNCTION has_migration(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public._prisma_migrations
    WHERE migration_name = wanted AND finished_at IS NOT NULL AND rolled_back_at IS NULL);
END $$;
REVOKE ALL ON FUNCTION has_migration(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_migration(text) TO gangway_system;
