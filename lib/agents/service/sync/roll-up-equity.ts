import type { Tx } from "@/lib/platform/db";
import type { Amount } from "../../client/entities";

/**
 * Rolls awards up by month, from the first grant to now: what the agent had at the end of each (now, of this one), what happened in it, and what
 * it is worth at today's price. reZEN tells no day on which shares were exercised or forfeited: exercised ones count from their vesting day,
 * forfeited ones as if they had never been there. What happened in a month never hangs on today, so that months which are over stay what they
 * are until reZEN tells otherwise. Months that stay as they are are left alone.
 */
export const rollUpMonths = (tx: Tx, userId: number, price: Amount | null): Promise<number> => tx.$executeRaw`
  WITH today AS (SELECT (app_now() AT TIME ZONE 'UTC')::date AS day),
  dated AS (
    SELECT shares, upper(coalesce(status, '')) AS status, vesting_date, day, greatest(date '2000-01-01', coalesce(grant_date, vesting_date,
      min(coalesce(grant_date, vesting_date)) OVER (), (SELECT created_at::date FROM onboarding WHERE agent_user_id = ${userId}))) AS granted_on
    FROM equity_transactions, today WHERE user_id = ${userId}),
  award AS MATERIALIZED (
    SELECT shares, status, granted_on, CASE
        WHEN status = 'FORFEITED' THEN granted_on
        WHEN status IN ('VESTED', 'EXERCISED') THEN greatest(granted_on, vesting_date)
        WHEN status <> 'GRANTED' AND vesting_date <= day THEN greatest(granted_on, vesting_date) END AS settled_on
    FROM dated WHERE granted_on <= day),
  month AS (
    SELECT m::date AS first_day, (m + interval '1 month')::date AS end_day
    FROM generate_series(date_trunc('month', (SELECT min(granted_on) FROM award)::timestamp),
      date_trunc('month', (SELECT day FROM today)::timestamp), interval '1 month') AS m),
  held AS (
    SELECT extract(year FROM first_day)::int AS period_year, extract(month FROM first_day)::int AS period_month,
      coalesce(sum(shares) FILTER (WHERE granted_on < end_day), 0) AS granted,
      coalesce(sum(shares) FILTER (WHERE settled_on < end_day AND status <> 'FORFEITED'), 0) AS vested,
      coalesce(sum(shares) FILTER (WHERE settled_on < end_day AND status = 'EXERCISED'), 0) AS exercised,
      coalesce(sum(shares) FILTER (WHERE settled_on < end_day AND status = 'FORFEITED'), 0) AS forfeited,
      coalesce(sum(shares) FILTER (WHERE granted_on >= first_day AND granted_on < end_day), 0) AS grants_now,
      coalesce(sum(shares) FILTER (WHERE settled_on >= first_day AND settled_on < end_day AND status <> 'FORFEITED'), 0) AS vested_now,
      coalesce(sum(shares) FILTER (WHERE settled_on >= first_day AND settled_on < end_day AND status = 'EXERCISED'), 0) AS exercised_now,
      coalesce(sum(shares) FILTER (WHERE settled_on >= first_day AND settled_on < end_day AND status = 'FORFEITED'), 0) AS forfeited_now
    FROM month, award GROUP BY first_day, end_day),
  gone AS (
    DELETE FROM equity_monthly t WHERE t.user_id = ${userId}
      AND NOT EXISTS (SELECT FROM held h WHERE h.period_year = t.period_year AND h.period_month = t.period_month))
  INSERT INTO equity_monthly AS t (user_id, period_year, period_month, total_shares, vested_shares, unvested_shares, total_value, currency,
    grants_this_period, vested_this_period, exercised_this_period, forfeited_this_period)
  SELECT ${userId}, period_year, period_month, granted - exercised - forfeited, vested - exercised, granted - forfeited - vested,
    (granted - exercised - forfeited) * ${price?.amount ?? "0"}::numeric, ${price?.currency ?? "USD"}, grants_now, vested_now, exercised_now, forfeited_now
  FROM held
  ON CONFLICT (user_id, period_year, period_month) DO UPDATE SET total_shares = excluded.total_shares, vested_shares = excluded.vested_shares,
    unvested_shares = excluded.unvested_shares, total_value = excluded.total_value, currency = excluded.currency,
    grants_this_period = excluded.grants_this_period, vested_this_period = excluded.vested_this_period,
    exercised_this_period = excluded.exercised_this_period, forfeited_this_period = excluded.forfeited_this_period
  WHERE t.* IS DISTINCT FROM excluded.*`;

/** Rolls months up by year: the state of the last of them, and what happened in all. Years that stay as they are are left alone. */
export const rollUpYears = (tx: Tx, userId: number): Promise<number> => tx.$executeRaw`
  WITH year AS MATERIALIZED (
    SELECT period_year, (array_agg(m ORDER BY period_month DESC))[1] AS last, sum(grants_this_period) AS grants,
      sum(vested_this_period) AS vested, sum(exercised_this_period) AS exercised, sum(forfeited_this_period) AS forfeited
    FROM equity_monthly m WHERE user_id = ${userId} GROUP BY period_year),
  gone AS (
    DELETE FROM equity_annual t WHERE t.user_id = ${userId} AND NOT EXISTS (SELECT FROM year y WHERE y.period_year = t.period_year))
  INSERT INTO equity_annual AS t (user_id, period_year, total_shares, vested_shares, unvested_shares, total_value, currency, grants_this_period,
    vested_this_period, exercised_this_period, forfeited_this_period)
  SELECT ${userId}, period_year, (last).total_shares, (last).vested_shares, (last).unvested_shares, (last).total_value, (last).currency,
    grants, vested, exercised, forfeited
  FROM year
  ON CONFLICT (user_id, period_year) DO UPDATE SET total_shares = excluded.total_shares, vested_shares = excluded.vested_shares,
    unvested_shares = excluded.unvested_shares, total_value = excluded.total_value, currency = excluded.currency,
    grants_this_period = excluded.grants_this_period, vested_this_period = excluded.vested_this_period,
    exercised_this_period = excluded.exercised_this_period, forfeited_this_period = excluded.forfeited_this_period
  WHERE (t.total_shares, t.vested_shares, t.unvested_shares, t.total_value, t.currency, t.grants_this_period, t.vested_this_period,
      t.exercised_this_period, t.forfeited_this_period)
    IS DISTINCT FROM (excluded.total_shares, excluded.vested_shares, excluded.unvested_shares, excluded.total_value, excluded.currency,
      excluded.grants_this_period, excluded.vested_this_period, excluded.exercised_this_period, excluded.forfeited_this_period)`;
