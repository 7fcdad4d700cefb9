import { Prisma, type Tx } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import type { Payment } from "../../client/entities";
import { paymentPages } from "../../client/revshare";
import { toWorkerResult } from "./notes";
import { syncPages } from "./pages";
import { changedFields, ifKept, type Reading, readingOf, recordWritten, type ToldChange } from "./record-changes";
import { requireKey, withKey } from "./setup";
import { noneGone, takeAway } from "./take-away";

const toRow = (userId: number, payment: Payment) => ({
  user_id: userId,
  payment_id_raw: payment.id,
  amount: payment.amount.amount,
  currency: payment.amount.currency,
  status: payment.status,
  payment_date: payment.paymentDate,
  payment_method: payment.method,
  payment_reference: payment.reference,
  period_start: payment.periodStart,
  period_end: payment.periodEnd,
});

const label = Prisma.sql`concat_ws(' · ', amount || ' ' || currency, coalesce(payment_date, period_end))`;
const changed = changedFields([
  ["amount", Prisma.sql`old.amount || ' ' || old.currency`, Prisma.sql`new.amount || ' ' || new.currency`],
  ["status", Prisma.sql`old.status`, Prisma.sql`new.status`],
  ["payment_date", Prisma.sql`old.payment_date`, Prisma.sql`new.payment_date`],
]);

const upsertPayments = (tx: Tx, reading: Reading, rows: readonly ReturnType<typeof toRow>[]) => tx.$queryRaw<
  ToldChange[]
>`
  INSERT INTO revshare_payment AS t SELECT * FROM jsonb_populate_recordset(null::revshare_payment, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, payment_id_raw) DO UPDATE SET amount = excluded.amount, currency = excluded.currency, status = excluded.status,
    payment_date = excluded.payment_date, payment_method = excluded.payment_method, payment_reference = excluded.payment_reference,
    period_start = excluded.period_start, period_end = excluded.period_end
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.payment_id_raw AS id, t.xmax = 0 AS "isNew", ${ifKept(reading, label)} AS label, ${ifKept(reading, changed)} AS fields`;

/** Fetches the payments of revenue share; a pending one that is paid later is the same row, and one that reZEN no longer has goes. */
export const syncRevshare = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId } = context;
    const reading = readingOf(context, "revshare");
    const { cursor, seen } = await syncPages(context, setup, {
      step: "revshare",
      pages: (from, signal) => paymentPages({ ...setup.access, ...(from ? { from } : {}) }, signal),
      idOf: ({ id }) => id,
      write: async (tx, items) => {
        const rows = items.map(item => toRow(userId, item));
        return recordWritten(tx, reading, await upsertPayments(tx, reading, rows));
      },
    });
    const { counts, notes } = cursor;
    let away = noneGone;
    await context.page({ done: counts.fetched }, async tx => {
      await requireKey(tx, userId, setup.agentId);
      const held = { table: Prisma.sql`revshare_payment`, id: Prisma.sql`payment_id_raw`, label, reading };
      away = await takeAway(tx, held, seen);
    });
    return toWorkerResult(counts, notes, away);
  });
