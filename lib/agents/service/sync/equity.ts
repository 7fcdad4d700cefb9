import { Prisma, type Tx } from "@/lib/platform/db";
import { countChanges, noCounts } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { lastOfEach, writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import type { Amount, Award, Equity, Unreadable } from "../../client/entities";
import { readEquity } from "../../client/equity";
import { warningTexts } from "./explain";
import { addNotes, noNotes, toWorkerResult } from "./notes";
import {
  changedFields,
  type FoundChange,
  ifKept,
  type Reading,
  readingOf,
  recordChanges,
  recordWritten,
  type ToldChange,
} from "./record-changes";
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

const label = Prisma.sql`concat_ws(' · ', coalesce(grant_type, id), grant_date, trim_scale(shares))`;
const changed = changedFields([
  ["shares", Prisma.sql`trim_scale(old.shares)`, Prisma.sql`trim_scale(new.shares)`],
  ["price", Prisma.sql`old.price || ' ' || old.currency`, Prisma.sql`new.price || ' ' || new.currency`],
  ["status", Prisma.sql`old.status`, Prisma.sql`new.status`],
  ["vesting_date", Prisma.sql`old.vesting_date`, Prisma.sql`new.vesting_date`],
]);

const upsertAwards = (tx: Tx, reading: Reading, rows: readonly ReturnType<typeof toRow>[]) => tx.$queryRaw<
  ToldChange[]
>`
  INSERT INTO equity_transactions AS t SELECT * FROM jsonb_populate_recordset(null::equity_transactions, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, id) DO UPDATE SET grant_type = excluded.grant_type, shares = excluded.shares, price = excluded.price,
    currency = excluded.currency, grant_date = excluded.grant_date, vesting_date = excluded.vesting_date, status = excluded.status
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.id, t.xmax = 0 AS "isNew", ${ifKept(reading, label)} AS label, ${ifKept(reading, changed)} AS fields`;

async function deleteGone(tx: Tx, reading: Reading, present: readonly string[]): Promise<number> {
  const gone = await tx.$queryRaw<FoundChange[]>`
    DELETE FROM equity_transactions WHERE user_id = ${reading.userId} AND id NOT IN (SELECT unnest(${[...present]}::text[]))
    RETURNING id, 'gone' AS kind, ${ifKept(reading, label)} AS label`;
  await recordChanges(tx, reading, gone);
  return gone.length;
}

/** The price of a share today, else that of the newest award that has one. */
function priceOf({ sharePrice, awards }: Equity): Amount | null {
  const newest = awards
    .filter(({ price }) => price !== null)
    .sort((a, b) => ((a.grantDate ?? "") < (b.grantDate ?? "") ? 1 : -1));
  return sharePrice ?? newest[0]?.price ?? null;
}

type Found = { equity: Equity; unreadable: Unreadable[]; drift: string[] };

async function replaceAwards(tx: Tx, reading: Reading, { equity, unreadable, drift }: Found) {
  const { userId } = reading;
  const rows = lastOfEach(equity.awards, ({ id }) => id).map(award => toRow(userId, award));
  const { changes, refused } = await writeSoundRows(tx, rows, async sound =>
    recordWritten(tx, reading, await upsertAwards(tx, reading, sound)),
  );
  // What could not be read is there all the same; a nameless one may be any.
  const isNamed = unreadable.every(({ id }) => id !== null);
  const present = [...rows.map(({ id }) => id), ...unreadable.flatMap(({ id }) => id ?? [])];
  const gone = isNamed ? await deleteGone(tx, reading, present) : 0;
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
      result = await replaceAwards(tx, readingOf(context, "equity"), found);
    });
    return result;
  });
