import { Prisma, type Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import type { Payment } from "../../client/entities";
import { paymentPages } from "../../client/revshare";
import { toWorkerResult } from "./notes";
import { syncPages } from "./pages";
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

const upsertPayments = (tx: Tx, rows: readonly ReturnType<typeof toRow>[]) => tx.$queryRaw<Change[]>`
  INSERT INTO revshare_payment AS t SELECT * FROM jsonb_populate_recordset(null::revshare_payment, ${JSON.stringify(rows)}::jsonb)
  ON CONFLICT (user_id, payment_id_raw) DO UPDATE SET amount = excluded.amount, currency = excluded.currency, status = excluded.status,
    payment_date = excluded.payment_date, payment_method = excluded.payment_method, payment_reference = excluded.payment_reference,
    period_start = excluded.period_start, period_end = excluded.period_end
  WHERE t.* IS DISTINCT FROM excluded.*
  RETURNING t.payment_id_raw AS id, t.xmax = 0 AS "isNew"`;

/** Fetches the payments of revenue share; a pending one that is paid later is the same row, and one that reZEN no longer has goes. */
export const syncRevshare = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withKey(context, async setup => {
    const { subjectId: userId, signal } = context;
    const { cursor, seen } = await syncPages(context, setup, {
      pages: from => paymentPages({ ...setup.access, ...(from ? { from } : {}) }, signal),
      idOf: ({ id }) => id,
      write: (tx, rows) =>
        upsertPayments(
          tx,
          rows.map(row => toRow(userId, row)),
        ),
    });
    const { counts, notes } = cursor;
    let away = noneGone;
    await context.page({ done: counts.fetched }, async tx => {
      await requireKey(tx, userId, setup.agentId);
      away = await takeAway(tx, { table: Prisma.sql`revshare_payment`, id: Prisma.sql`payment_id_raw`, userId }, seen);
    });
    return toWorkerResult(counts, notes, away);
  });
