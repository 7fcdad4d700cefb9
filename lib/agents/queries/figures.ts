import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

/** A sum of one currency, exactly as kept. */
export type Sum = { amount: string; currency: string };

/** What is there of each data set, in numbers. */
export type Figures = {
  teamName: string | null;
  isTeam: boolean;
  members: number;
  listings: number;
  openListings: number;
  transactions: number;
  openTransactions: number;
  volume: Sum[];
  sponsors: number;
  /** Null where reZEN does not tell who is below. */
  network: number | null;
  contributions: number;
  contributed: Sum[];
  caps: number;
  ownCap: { paid: string | null; cap: string | null; currency: string | null } | null;
  shares: string | null;
  shareValue: Sum[];
  payments: number;
  paid: Sum[];
};

/** Counts what is there of an agent's data. */
export const countFigures = (userId: number): Promise<Figures> =>
  transaction({ agent: userId }, async tx => {
    const [figures] = await tx.$queryRaw<Figures[]>`
      SELECT
        (SELECT name FROM team t WHERE t.user_id = a.user_id AND t.id = a.team_id) AS "teamName",
        a.team_id IS NOT NULL AS "isTeam",
        (SELECT count(*)::int FROM team_members m WHERE m.user_id = a.user_id AND m.left_at IS NULL) AS members,
        listings.total AS listings, listings.open AS "openListings",
        deals.total AS transactions, deals.open AS "openTransactions",
        (SELECT coalesce(jsonb_agg(s), '[]') FROM (
          SELECT sum(price)::text AS amount, trim(currency) AS currency FROM transaction t
          WHERE t.user_id = a.user_id AND lifecycle_group = 'CLOSED' AND price IS NOT NULL AND currency IS NOT NULL GROUP BY t.currency ORDER BY 2) s) AS volume,
        (SELECT count(*)::int FROM sponsor_tree n WHERE n.user_id = a.user_id AND direction = 'up') AS sponsors,
        CASE WHEN ${env.rezenApiProfile === "real"} THEN
          (SELECT count(*)::int FROM sponsor_tree n WHERE n.user_id = a.user_id AND direction = 'down') END AS network,
        (SELECT count(*)::int FROM contribution c WHERE c.user_id = a.user_id) AS contributions,
        (SELECT coalesce(jsonb_agg(s), '[]') FROM (
          SELECT sum(amount)::text AS amount, trim(currency) AS currency FROM contribution c WHERE c.user_id = a.user_id GROUP BY c.currency ORDER BY 2) s) AS contributed,
        (SELECT count(*)::int FROM agent_cap_data d WHERE d.user_id = a.user_id) AS caps,
        (SELECT jsonb_build_object('paid', d.brokerage_cap_amount_paid::text, 'cap', d.brokerage_cap_amount::text, 'currency', trim(d.currency))
          FROM agent_cap_data d WHERE d.user_id = a.user_id AND d.agent_id = a.id) AS "ownCap",
        equity.total_shares::text AS shares,
        CASE WHEN equity.total_value IS NULL THEN '[]'
          ELSE jsonb_build_array(jsonb_build_object('amount', equity.total_value::text, 'currency', trim(equity.currency))) END AS "shareValue",
        (SELECT count(*)::int FROM revshare_payment p WHERE p.user_id = a.user_id) AS payments,
        (SELECT coalesce(jsonb_agg(s), '[]') FROM (
          SELECT sum(amount)::text AS amount, trim(currency) AS currency FROM revshare_payment p WHERE p.user_id = a.user_id GROUP BY p.currency ORDER BY 2) s) AS paid
      FROM agent a
      CROSS JOIN LATERAL (SELECT count(*)::int AS total, (count(*) FILTER (WHERE lifecycle_group = 'OPEN'))::int AS open FROM listing l WHERE l.user_id = a.user_id) listings
      CROSS JOIN LATERAL (SELECT count(*)::int AS total, (count(*) FILTER (WHERE lifecycle_group = 'OPEN'))::int AS open FROM transaction t WHERE t.user_id = a.user_id) deals
      LEFT JOIN LATERAL (SELECT total_shares, total_value, currency FROM equity_monthly e WHERE e.user_id = a.user_id ORDER BY period_year DESC, period_month DESC LIMIT 1) equity ON true
      WHERE a.user_id = ${userId}`;
    if (!figures) throw new Error(`account ${userId} is no agent's`);
    return figures;
  });
