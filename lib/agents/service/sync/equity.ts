import type { Tx } from "@/lib/platform/db";
import { type Change, countChanges, noCounts } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { lastOfEach, writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import type { Amount, Award, Equity, Unreadable } from "../../client/entities";
import { readEquity } from "../../client/equity";
import { warningTexts } from "./explain";
import { addNotes, noNotes, toWorkerResult } from "./notes";
import { rollUpMonths, rollUpYears } from "./roll-up-equity";
import { requireKey, withKey } from "./setup";

const toRow = (userId: number, award: Award) => ({
  user_id: userId,
  id: award.id,
  grant_type: award.grantType,
  shares: award.shares,
  price: award.price?.amount ?? null,
  currency: award.price?.currency ?? null,
  grant_date: award.grantDate,
  vesting_date: award.vestingDate,
  status: award.status,
});

const upsertAwards = (tx: Tx, rows: readonly ReturnType<typeof toRow>[]) => tx.$queryRaw<Change[]>`
  INSERT INTO equity_transactions AS t SELECT * FROM jsonb_populate_recordset(null::equity_transactions, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, id) DO UPDATE SET grant_type = excluded.grant_type, shares = excluded.shares, price = excluded.price,
    currency = excluded.currency, grant_date = excluded.grant_date, vesting_date = excluded.vesting_date, status = excluded.status
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.id, t.xmax = 0 AS "isNew"`;

const deleteGone = (tx: Tx, userId: number, present: readonly string[]) => tx.$executeRaw`
  DELETE FROM equity_transactions WHERE user_id = ${userId} AND id NOT IN (SELECT unnest(${[...present]}::text[]))`;

/** The price of a share today, else that of the newest award that has one. */
function priceOf({ sharePrice, awards }: Equity): Amount | null {
  const newest = awards
    .filter(({ price }) => price !== null)
    .sort((a, b) => ((a.grantDate ?? "") < (b.grantDate ?? "") ? 1 : -1));
  return sharePrice ?? newest[0]?.price ?? null;
}

type Found = { equity: Equity; unreadable: Unreadable[]; drift: string[] };

async function replaceAwards(tx: Tx, userId: number, { equity, unreadable, drift }: Found) {
  const rows = lastOfEach(equity.awards, ({ id }) => id).map(award => toRow(userId, award));
  const { changes, refused } = await writeSoundRows(tx, rows, sound => upsertAwards(tx, sound));
  // What could not be read is there all the same; a nameless one may be any.
  const isNamed = unreadable.every(({ id }) => id !== null);
  const present = [...rows.map(({ id }) => id), ...unreadable.flatMap(({ id }) => id ?? [])];
  const gone = isNamed ? await deleteGone(tx, userId, present) : 0;
  const price = priceOf(equity);
  await rollUpMonths(tx, userId, price);
  await rollUpYears(tx, userId);
  const skipped = unreadable.length + refused.length;
  const counts = { ...noCounts, fetched: rows.length + unreadable.length, skipped, ...countChanges(changes) };
  const warnings = price === null && rows.length > 0 ? [warningTexts.noPrice()] : [];
  const notes = addNotes(noNotes, { drift, unreadable, refused: refused.map(({ id }) => id) });
  return toWorkerResult(counts, notes, { gone, warnings });
}

/** Fetches all awards of shares, which take the place of what was known, and rolls them up by month and year, in one transaction. */
export const syncEquity = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(context, async ({ access, agentId }) => {
    const { subjectId: userId, signal } = context;
    const found = await readEquity(access, signal);
    const fetched = found.equity.awards.length + found.unreadable.length;
    let result = {};
    await context.page({ done: fetched, total: fetched }, async tx => {
      await requireKey(tx, userId, agentId);
      result = await replaceAwards(tx, userId, found);
    });
    return result;
  });
