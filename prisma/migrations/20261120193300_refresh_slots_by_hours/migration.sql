-- A day is 24 hours here: `interval '1 day'` is one of 23 or 25 where the session's zone changes its clocks, and the slot moved by an hour.
CREATE OR REPLACE FUNCTION next_refresh(store int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN slot >= earliest THEN slot ELSE slot + interval '24 hours' END
  FROM (SELECT at AS earliest, date_trunc('day', at, 'UTC') + make_interval(secs => (store::bigint * 2654435761 % 86400)::int) AS slot
    FROM (SELECT app_now() + interval '12 hours' AS at) AS noon) AS day
$$;
