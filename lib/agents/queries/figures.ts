import { Prisma, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { counts, paymentKind, type Sum } from "./sums";

/** How far the agent is from its own cap. */
export type OwnCap = { paid: string | null; cap: string | null; isCapped: boolean; currency: string | null };

/** What is there of each data set, in numbers; sums are of one currency each. "This year" is that of UTC. */
export type Figures = {
  teamName: string | null;
  isTeam: boolean;
  members: number;
  listings: number;
  openListings: number;
  transactions: number;
  openTransactions: number;
  openVolume: Sum[];
  /** Which year it is. */
  year: number;
  /** By the day of closing, as the list of transactions has it. */
  closedThisYear: number;
  closedThisYearVolume: Sum[];
  volume: Sum[];
  sponsors: number;
  /** Null where reZEN does not tell who is below. */
  network: number | null;
  /** Without those that were missed, which have brought nothing. */
  contributions: number;
  contributed: Sum[];
  caps: number;
  ownCap: OwnCap | null;
  /** Null where no share was ever awarded. */
  shares: string | null;
  vestedShares: string | null;
  /** Nothing where reZEN tells no price. */
  shareValue: Sum[];
  payments: number;
  paid: Sum[];
  paidThisYear: Sum[];
  pendingPayments: Sum[];
};

/** Sums, one for each currency, of the rows of a table that was grouped before. */
const sums = (from: Prisma.Sql, where = Prisma.sql`true`) => Prisma.sql`
  (SELECT coalesce(jsonb_agg(jsonb_build_object('amount', s.amount::text, 'currency', trim(s.currency)) ORDER BY s.currency), '[]')
    FROM (SELECT currency, sum(amount) AS amount FROM ${from} WHERE amount IS NOT NULL AND currency IS NOT NULL AND ${where} GROUP BY currency) s)`;

const number = (from: Prisma.Sql, where = Prisma.sql`true`) =>
  Prisma.sql`(SELECT coalesce(sum(rows), 0)::int FROM ${from} WHERE ${where})`;

const [deals, payments, brought] = [Prisma.sql`deals`, Prisma.sql`payments`, Prisma.sql`brought`];
const [isOpen, isClosed] = [Prisma.sql`life = 'OPEN'`, Prisma.sql`life = 'CLOSED'`];
const [thisYear, isPaid, isPending] = [Prisma.sql`this_year`, Prisma.sql`kind = 'paid'`, Prisma.sql`kind = 'pending'`];

/** Each table is read once and grouped, however many figures come of it. */
const grouped = (userId: number) => Prisma.sql`
  today AS (SELECT date_trunc('year', app_now() AT TIME ZONE 'UTC')::date AS year_start),
  deals AS MATERIALIZED (
    SELECT lifecycle_group AS life, currency, coalesce(closing_date_actual, closing_date_estimated) >= year_start AS this_year,
      count(*) AS rows, sum(price) AS amount
    FROM transaction, today WHERE user_id = ${userId} GROUP BY 1, 2, 3),
  payments AS MATERIALIZED (
    SELECT ${paymentKind} AS kind, currency, payment_date >= year_start AS this_year, count(*) AS rows, sum(amount) AS amount
    FROM revshare_payment, today WHERE user_id = ${userId} GROUP BY 1, 2, 3),
  brought AS MATERIALIZED (
    SELECT currency, count(*) AS rows, sum(amount) AS amount FROM contribution WHERE user_id = ${userId} AND ${counts} GROUP BY 1)`;

/** What is there of an account, in one statement. */
export const countFigures = (userId: number): Promise<Figures> =>
  transaction({ agent: userId }, async tx => {
    const [figures] = await tx.$queryRaw<Figures[]>`
      WITH ${grouped(userId)}
      SELECT
        (SELECT name FROM team t WHERE t.user_id = a.user_id AND t.id = a.team_id) AS "teamName",
        a.team_id IS NOT NULL AS "isTeam",
        (SELECT count(*)::int FROM team_members m WHERE m.user_id = a.user_id AND m.left_at IS NULL) AS members,
        listings.total AS listings, listings.open AS "openListings",
        ${number(deals)} AS transactions, ${number(deals, isOpen)} AS "openTransactions", ${sums(deals, isOpen)} AS "openVolume",
        (SELECT extract(year FROM year_start)::int FROM today) AS year, ${number(deals, Prisma.sql`${isClosed} AND ${thisYear}`)} AS "closedThisYear",
        ${sums(deals, Prisma.sql`${isClosed} AND ${thisYear}`)} AS "closedThisYearVolume", ${sums(deals, isClosed)} AS volume,
        (SELECT count(*)::int FROM sponsor_tree n WHERE n.user_id = a.user_id AND direction = 'up') AS sponsors,
        CASE WHEN ${env.rezenApiProfile === "real"} THEN
          (SELECT count(*)::int FROM sponsor_tree n WHERE n.user_id = a.user_id AND direction = 'down') END AS network,
        ${number(brought)} AS contributions, ${sums(brought)} AS contributed,
        (SELECT count(*)::int FROM agent_cap_data d WHERE d.user_id = a.user_id) AS caps,
        (SELECT jsonb_build_object('paid', d.brokerage_cap_amount_paid::text, 'cap', d.brokerage_cap_amount::text,
            'isCapped', coalesce(d.brokerage_capped, false), 'currency', trim(d.currency))
          FROM agent_cap_data d WHERE d.user_id = a.user_id AND d.agent_id = a.id) AS "ownCap",
        equity.total_shares::text AS shares, equity.vested_shares::text AS "vestedShares",
        CASE WHEN equity.total_value > 0
          THEN jsonb_build_array(jsonb_build_object('amount', equity.total_value::text, 'currency', trim(equity.currency)))
          ELSE '[]' END AS "shareValue",
        ${number(payments)} AS payments, ${sums(payments, isPaid)} AS paid,
        ${sums(payments, Prisma.sql`${isPaid} AND ${thisYear}`)} AS "paidThisYear", ${sums(payments, isPending)} AS "pendingPayments"
      FROM agent a
      CROSS JOIN LATERAL (SELECT count(*)::int AS total, (count(*) FILTER (WHERE lifecycle_group = 'OPEN'))::int AS open FROM listing l WHERE l.user_id = a.user_id) listings
      LEFT JOIN LATERAL (SELECT total_shares, vested_shares, total_value, currency FROM equity_monthly e WHERE e.user_id = a.user_id
        ORDER BY period_year DESC, period_month DESC LIMIT 1) equity ON true
      WHERE a.user_id = ${userId}`;
    if (!figures) throw new Error(`account ${userId} is no agent's`);
    return figures;
  });
