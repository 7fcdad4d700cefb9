import { transaction } from "@/lib/platform/db";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { type Reader, requireStaff } from "../policy";
import { SyncItem, SyncReport } from "../view/sync-report";
import { requireCustomer } from "./require-customer";

const most = 25;

type Row = Pick<SyncItem, "jobId" | "trigger" | "status"> & {
  startedAt: Date;
  endedAt: Date | null;
  result: unknown;
  errorCode: string | null;
  errorMessage: string | null;
};

function toItem({ jobId, trigger, status, startedAt, endedAt, result, errorCode, errorMessage }: Row): SyncItem {
  const error = errorCode ? { code: errorCode, message: errorMessage ?? "", supportCode: `job_${jobId}` } : null;
  const report = SyncReport.safeParse(result).data ?? null;
  const times = { startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
  return SyncItem.parse({ jobId, trigger, status, ...times, report, error });
}

/** The newest syncs of a customer, those of its onboarding too, as far as they came to its workflows; at most 25. Throws `not_found`, also for who is no staff. */
export async function listSyncs(reader: Reader, customerId: number): Promise<SyncItem[]> {
  requireStaff(reader);
  const rows = await transaction({ customer: customerId }, async tx => {
    await requireCustomer(tx, customerId);
    // What an ended run kept of the part, or how it stands; one that was begun before this run is an earlier one's.
    return tx.$queryRaw<Row[]>`
      SELECT r.id AS "jobId", r.trigger, r.status::text, sync."startedAt", r.ended_at AS "endedAt", sync.result, sync."errorCode", sync."errorMessage"
      FROM onboarding o
      JOIN onboarding_run r ON r.onboarding_id = o.id
      CROSS JOIN LATERAL (
        SELECT (p ->> 'startedAt')::timestamptz AS "startedAt", CASE WHEN p ->> 'state' = 'done' THEN p -> 'result' END AS result,
          p ->> 'errorCode' AS "errorCode", p ->> 'errorMessage' AS "errorMessage"
        FROM jsonb_array_elements(CASE WHEN r.ended_at IS NOT NULL THEN r.parts ELSE '[]' END) p WHERE p ->> 'step' = 'workflow_sync'
        UNION ALL
        SELECT s.started_at, CASE WHEN s.state = 'done' THEN s.result END, s.error_code, s.error_message
        FROM onboarding_step s WHERE r.ended_at IS NULL AND s.onboarding_id = o.id AND s.step = 'workflow_sync') sync
      WHERE o.customer_id = ${customerId} AND sync."startedAt" >= r.created_at
      ORDER BY r.number DESC LIMIT ${most}`;
  });
  return inReadersWords(rows.map(toItem));
}
