import { Prisma, type Tx } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { queryLong } from "@/lib/platform/long-texts";
import type { Contribution } from "../../client/entities";
import { contributionPages } from "../../client/revshare";
import { toWorkerResult } from "./notes";
import { syncPages } from "./pages";
import { changedFields, ifKept, type Reading, readingOf, recordWritten, type ToldChange } from "./record-changes";
import { requireKey, withKey } from "./setup";
import { noneGone, takeAway } from "./take-away";

const toRow = (userId: number, agentId: string, contribution: Contribution) => ({
  user_id: userId,
  contribution_id_raw: contribution.id,
  tier: contribution.tier,
  amount: contribution.amount.amount,
  currency: contribution.amount.currency,
  contribution_type: contribution.type,
  status: contribution.status,
  contribution_date: contribution.date,
  contributing_agent_id: contribution.contributorId,
  contributor_name: contribution.contributorName,
  receiving_agent_id: agentId,
  transaction_id: contribution.transactionId,
});

const label = Prisma.sql`concat_ws(' · ', contributor_name, amount || ' ' || currency, contribution_date)`;
const changed = changedFields([
  ["amount", Prisma.sql`old.amount || ' ' || old.currency`, Prisma.sql`new.amount || ' ' || new.currency`],
  ["status", Prisma.sql`old.status`, Prisma.sql`new.status`],
  ["contribution_date", Prisma.sql`old.contribution_date`, Prisma.sql`new.contribution_date`],
]);

const upsertContributions = (tx: Tx, reading: Reading, rows: readonly ReturnType<typeof toRow>[]) =>
  queryLong<ToldChange>(
    tx,
    Prisma.sql`
  INSERT INTO contribution AS t SELECT * FROM jsonb_populate_recordset(null::contribution, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, contribution_id_raw) DO UPDATE SET tier = excluded.tier, amount = excluded.amount, currency = excluded.currency,
    contribution_type = excluded.contribution_type, status = excluded.status, contribution_date = excluded.contribution_date,
    contributing_agent_id = excluded.contributing_agent_id, contributor_name = excluded.contributor_name,
    receiving_agent_id = excluded.receiving_agent_id, transaction_id = excluded.transaction_id
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.contribution_id_raw AS id, t.xmax = 0 AS "isNew", ${ifKept(reading, label)} AS label, ${ifKept(reading, changed)} AS fields`,
  );

/** Sums contributions by who they come from, tier and currency; one that was missed has brought nothing. Sums that stay are left alone. */
const sumContributors = (tx: Tx, userId: number) => tx.$executeRaw`
  WITH summed AS MATERIALIZED (
    SELECT contributing_agent_id AS agent_id, tier, currency,
      (array_agg(contributor_name ORDER BY contribution_date DESC NULLS LAST, contribution_id_raw) FILTER (WHERE contributor_name IS NOT NULL))[1] AS name,
      sum(amount) AS total, count(*)::int AS contributions, min(contribution_date) AS first_date, max(contribution_date) AS last_date
    FROM contribution WHERE user_id = ${userId} AND contributing_agent_id IS NOT NULL AND upper(coalesce(status, '')) <> 'MISSED'
    GROUP BY contributing_agent_id, tier, currency),
  gone AS (
    DELETE FROM contributors t WHERE t.user_id = ${userId}
      AND (agent_id, tier, currency) NOT IN (SELECT agent_id, tier, currency FROM summed))
  INSERT INTO contributors AS t (user_id, agent_id, tier, currency, name, total, contributions, first_date, last_date)
  SELECT ${userId}, agent_id, tier, currency, name, total, contributions, first_date, last_date FROM summed
  ON CONFLICT (user_id, agent_id, tier, currency) DO UPDATE SET name = excluded.name, total = excluded.total,
    contributions = excluded.contributions, first_date = excluded.first_date, last_date = excluded.last_date
  WHERE t.* IS DISTINCT FROM excluded.*`;

/** Fetches the contributions of all tiers page by page, takes away what reZEN no longer has, then sums them by contributor. */
export const syncContributions = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId } = context;
    const { access, agentId } = setup;
    const reading = readingOf(context, "contributions");
    const { cursor, seen } = await syncPages(context, setup, {
      step: "contributions",
      pages: (from, signal) => contributionPages({ ...access, ...(from ? { from } : {}) }, signal),
      idOf: ({ id }) => id,
      write: async (tx, items) => {
        const rows = items.map(item => toRow(userId, agentId, item));
        return recordWritten(tx, reading, await upsertContributions(tx, reading, rows));
      },
    });
    let away = noneGone;
    await context.page({ done: cursor.counts.fetched }, async tx => {
      await requireKey(tx, userId, agentId);
      const held = { table: Prisma.sql`contribution`, id: Prisma.sql`contribution_id_raw`, label, reading };
      away = await takeAway(tx, held, seen);
      await sumContributors(tx, userId);
    });
    return toWorkerResult(cursor.counts, cursor.notes, away);
  });
