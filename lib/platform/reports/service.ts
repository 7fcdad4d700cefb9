import { listReachableAdmins } from "../alerts/admins";
import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { sendJob } from "../jobs/queue";
import type { ReadFigures } from "../measures/queries";
import { enqueueMessage } from "../notifications/outbox";
import { findUnreported, readFigures, readPeriod } from "./figures";
import { reportMail } from "./messages";
import { nameOfMonth } from "./queries";

/** The queue that makes the report of a month. */
export const reportQueue = "platform.monthly_report";

/** Has the report of the month before this one made, as long as there is none: on the first, or as soon as a worker lives again. How many. */
export async function nudgeMonthlyReport(tx: Tx): Promise<number> {
  const month = await findUnreported(tx);
  if (month === undefined) return 0;
  // The month is the id of its report.
  await sendJob(tx, reportQueue, { id: month }, { key: String(month) });
  return 1;
}

/** Makes the report of a month, once, and writes to the admins in the same transaction; whoever comes second changes nothing. */
export const makeReport = (month: number, ofDomain: ReadFigures): Promise<void> =>
  transaction("system", async tx => {
    const period = await readPeriod(tx, month);
    const figures = await readFigures(tx, period, ofDomain);
    const made = await tx.$executeRaw`
      INSERT INTO monthly_report (month, period_from, period_until, made_at, figures)
      VALUES (${month}::int, ${period.from}, ${period.until}, app_now(), ${JSON.stringify(figures)}::jsonb) ON CONFLICT DO NOTHING`;
    if (made === 0) return;
    const mail = await reportMail(nameOfMonth(month), figures);
    const kind = "report.monthly";
    for (const { id, email } of await listReachableAdmins(tx))
      await enqueueMessage(tx, {
        channel: "email",
        recipient: email,
        kind,
        dedupeKey: `${kind}:${month}:${id}`,
        ...mail,
      });
    await audit(tx, {
      action: "report.made",
      actor: { kind: "system" },
      subject: { kind: "report", id: nameOfMonth(month) },
    });
  });
