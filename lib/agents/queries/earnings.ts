import { Prisma, transaction } from "@/lib/platform/db";
import { readPlaceText } from "@/lib/platform/http/place-text";
import { type PageOf, pageSize, paymentKind, type Sum, toPage } from "./sums";

/** How far somebody is from a cap; amounts are of the one currency, null where reZEN does not tell. */
export type CapRow = {
  agentId: string;
  name: string | null;
  anniversary: string | null;
  brokerage: string | null;
  brokeragePaid: string | null;
  isBrokerageCapped: boolean | null;
  team: string | null;
  teamPaid: string | null;
  isTeamCapped: boolean | null;
  currency: string | null;
};

const cap = Prisma.sql`c.agent_id AS "agentId", c.anniversary_date::text AS anniversary, c.brokerage_cap_amount::text AS brokerage,
  c.brokerage_cap_amount_paid::text AS "brokeragePaid", c.brokerage_capped AS "isBrokerageCapped", c.team_cap_amount::text AS team,
  c.team_cap_amount_paid::text AS "teamPaid", c.team_capped AS "isTeamCapped", trim(c.currency) AS currency`;

/** The cap of the agent; null where none was read. */
export const findOwnCap = (userId: number): Promise<CapRow | null> =>
  transaction({ agent: userId }, async tx => {
    const [own] = await tx.$queryRaw<CapRow[]>`
      SELECT ${cap}, a.full_name AS name FROM agent_cap_data c JOIN agent a ON a.user_id = c.user_id AND a.id = c.agent_id
      WHERE c.user_id = ${userId}`;
    return own ?? null;
  });

/** The caps of the others of the team by name, keyset paged; a cursor that is nobody's begins at the start. */
export const listTeamCaps = (userId: number, cursor?: string): Promise<PageOf<CapRow>> =>
  transaction({ agent: userId }, async tx => {
    const rows = await tx.$queryRaw<CapRow[]>`
      WITH others AS (
        SELECT ${cap}, m.name, lower(coalesce(m.name, '')) AS sort FROM agent_cap_data c JOIN agent a ON a.user_id = c.user_id
        LEFT JOIN LATERAL (SELECT nullif(concat_ws(' ', first_name, last_name), '') AS name FROM team_members t
          WHERE t.user_id = c.user_id AND t.agent_id = c.agent_id ORDER BY t.left_at DESC NULLS FIRST LIMIT 1) m ON true
        WHERE c.user_id = ${userId} AND c.agent_id IS DISTINCT FROM a.id)
      SELECT * FROM others
      WHERE coalesce((sort, "agentId") > (SELECT sort, "agentId" FROM others WHERE "agentId" = ${readPlaceText(cursor) ?? null}), true)
      ORDER BY sort, "agentId" LIMIT ${pageSize + 1}`;
    return toPage(rows, ({ agentId }) => agentId);
  });

/** Shares at the end of a period, `YYYY-MM` or `YYYY`, and what happened in it; exact decimals. */
export type EquityPeriod = {
  period: string;
  total: string;
  vested: string;
  unvested: string;
  granted: string;
  /** Null where reZEN tells no price. */
  value: string | null;
  currency: string;
};

const equity = Prisma.sql`total_shares::text AS total, vested_shares::text AS vested, unvested_shares::text AS unvested,
  grants_this_period::text AS granted, CASE WHEN total_value > 0 OR total_shares = 0 THEN total_value::text END AS value, trim(currency) AS currency`;

/** An agent's shares by month and by year, oldest first. */
export const getEquity = (userId: number): Promise<{ months: EquityPeriod[]; years: EquityPeriod[] }> =>
  transaction({ agent: userId }, async tx => ({
    months: await tx.$queryRaw<EquityPeriod[]>`
      SELECT period_year || '-' || lpad(period_month::text, 2, '0') AS period, ${equity} FROM equity_monthly
      WHERE user_id = ${userId} ORDER BY period_year, period_month`,
    years: await tx.$queryRaw<EquityPeriod[]>`
      SELECT period_year::text AS period, ${equity} FROM equity_annual WHERE user_id = ${userId} ORDER BY period_year`,
  }));

/** One award of shares. */
export type AwardRow = {
  id: string;
  type: string | null;
  shares: string;
  grantedOn: string | null;
  vestsOn: string | null;
  status: string | null;
};

/** Awards of shares, newest first, keyset paged; a cursor that is of no award begins at the start. */
export const listAwards = (userId: number, cursor?: string): Promise<PageOf<AwardRow>> =>
  transaction({ agent: userId }, async tx => {
    const day = Prisma.sql`coalesce(grant_date, '-infinity'::date)`;
    const rows = await tx.$queryRaw<AwardRow[]>`
      SELECT id, grant_type AS type, shares::text AS shares, grant_date::text AS "grantedOn", vesting_date::text AS "vestsOn", status
      FROM equity_transactions WHERE user_id = ${userId}
        AND coalesce((${day}, id) < (SELECT ${day}, id FROM equity_transactions WHERE user_id = ${userId} AND id = ${readPlaceText(cursor) ?? null}), true)
      ORDER BY ${day} DESC, id DESC LIMIT ${pageSize + 1}`;
    return toPage(rows, ({ id }) => id);
  });

/** What became of a payment: see `paymentKind`. */
export type PaymentKind = "paid" | "pending" | "other";

/** Payments for one month, `YYYY-MM`, in one currency; exact decimals. */
export type PaymentMonth = { month: string; currency: string; paid: string; pending: string };

/** How many months the payments are told by; older ones are in their list. */
const mostMonths = 36;

/** Revenue share by the month it is for, without gaps, oldest first, and its sums: never one over several currencies. */
export const getRevshare = (
  userId: number,
): Promise<{ months: PaymentMonth[]; sums: (Sum & { kind: PaymentKind; payments: number })[] }> =>
  transaction({ agent: userId }, async tx => ({
    months: await tx.$queryRaw<PaymentMonth[]>`
      WITH told AS MATERIALIZED (
        SELECT date_trunc('month', coalesce(period_start, payment_date, period_end)::timestamp) AS month, currency, ${paymentKind} AS kind, amount
        FROM revshare_payment WHERE user_id = ${userId} AND coalesce(period_start, payment_date, period_end) IS NOT NULL),
      span AS (SELECT currency, greatest(min(month), max(month) - make_interval(months => ${mostMonths - 1}::int)) AS first, max(month) AS last
        FROM told GROUP BY currency)
      SELECT to_char(m, 'YYYY-MM') AS month, trim(span.currency) AS currency,
        coalesce(sum(amount) FILTER (WHERE kind = 'paid'), 0)::text AS paid, coalesce(sum(amount) FILTER (WHERE kind = 'pending'), 0)::text AS pending
      FROM span CROSS JOIN LATERAL generate_series(first, last, interval '1 month') m
      LEFT JOIN told ON told.currency = span.currency AND told.month = m GROUP BY m, span.currency ORDER BY span.currency, m`,
    sums: await tx.$queryRaw<(Sum & { kind: PaymentKind; payments: number })[]>`
      SELECT ${paymentKind} AS kind, trim(currency) AS currency, sum(amount)::text AS amount, count(*)::int AS payments
      FROM revshare_payment WHERE user_id = ${userId} GROUP BY 1, revshare_payment.currency ORDER BY revshare_payment.currency, 1 DESC`,
  }));

/** One payment of revenue share; days as `YYYY-MM-DD`. */
export type PaymentRow = Sum & {
  id: string;
  kind: PaymentKind;
  status: string | null;
  paidOn: string | null;
  from: string | null;
  to: string | null;
};

/** Payments of revenue share, those to come first and then the newest, keyset paged; a cursor that is of none begins at the start. */
export const listPayments = (userId: number, cursor?: string): Promise<PageOf<PaymentRow>> =>
  transaction({ agent: userId }, async tx => {
    const place = Prisma.sql`coalesce(payment_date, CASE WHEN ${paymentKind} = 'pending' THEN 'infinity'::date ELSE '-infinity'::date END),
      coalesce(period_start, '-infinity'::date), payment_id_raw`;
    const rows = await tx.$queryRaw<PaymentRow[]>`
      WITH told AS (
        SELECT payment_id_raw AS id, amount::text AS amount, trim(currency) AS currency, ${paymentKind} AS kind, status,
          payment_date::text AS "paidOn", period_start::text AS "from", period_end::text AS "to", row_number() OVER (ORDER BY (${place}) DESC) AS at
        FROM revshare_payment WHERE user_id = ${userId})
      SELECT id, amount, currency, kind, status, "paidOn", "from", "to" FROM told
      WHERE at > coalesce((SELECT at FROM told WHERE id = ${readPlaceText(cursor) ?? null}), 0) ORDER BY at LIMIT ${pageSize + 1}`;
    return toPage(rows, ({ id }) => id);
  });

/** Where the lists of the page stand, by their parameters. */
export type EarningsPlaces = Partial<Record<"member" | "award" | "payment", string>>;

/** All that the page of earnings tells of an agent. */
export async function readEarningsPage(userId: number, at: EarningsPlaces) {
  const [cap, team, equity, awards, revshare, payments] = await Promise.all([
    ...([findOwnCap(userId), listTeamCaps(userId, at.member), getEquity(userId)] as const),
    ...([listAwards(userId, at.award), getRevshare(userId), listPayments(userId, at.payment)] as const),
  ]);
  return { cap, team, equity, awards, revshare, payments };
}
