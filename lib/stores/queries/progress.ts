import { findTrouble } from "@/lib/platform/cohorts/trouble";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { LivePart } from "@/lib/platform/flow/run-view";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { type ProgressView, type RunRow, toProgressView } from "../view/import";

type Row = LivePart & { run: Omit<RunRow, "createdAt" | "startedAt" | "endedAt"> } & {
  runCreatedAt: Date;
  runStartedAt: Date | null;
  runEndedAt: Date | null;
};

/** Progress of one import, in one statement, since whoever waits asks every two seconds; null for another store's job. */
export async function findProgress(storeId: number, jobId: number) {
  const rows = await transaction(
    { store: storeId },
    tx => tx.$queryRaw<Row[]>`
      SELECT json_build_object('id', r.id, 'status', r.status, 'parts', r.parts, 'carriedPercent', r.carried_percent,
          'storeImport', (SELECT json_build_object('daysBack', i.days_back, 'includeProducts', i.include_products) FROM store_import i WHERE i.run_id = r.id)) AS run,
        r.created_at AS "runCreatedAt", r.started_at AS "runStartedAt", r.ended_at AS "runEndedAt",
        s.step, s.state::text, s.done, s.total, s.attempts, s.result, s.cursor, s.error_code AS "errorCode", s.error_message AS "errorMessage",
        s.skip_reason AS "skipReason", s.next_attempt_at AS "nextAttemptAt", s.waiting_for AS "waitingFor", s.heartbeat_at AS "heartbeatAt",
        s.ended_at AS "endedAt"
      FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id JOIN onboarding_step s ON s.onboarding_id = o.id
      WHERE r.id = ${jobId} AND o.kind = 'store' AND o.store_id = ${storeId} AND s.parent IS NOT NULL ORDER BY s.position`,
  );
  const [first] = rows;
  if (!first) return null;
  const { run, runCreatedAt: createdAt, runStartedAt: startedAt, runEndedAt: endedAt } = first;
  return withTrouble(toProgressView({ ...run, createdAt, startedAt, endedAt }, rows));
}

/** The same view, which says too whether Letzshop answers nobody; the servers of feeds are each shop's own. */
export async function withTrouble(view: ProgressView): Promise<ProgressView> {
  const trouble = await findTrouble({ kind: "store", upstream: "letzshop", steps: ["orders"] }, view.parts);
  return inReadersWords({ ...view, trouble: trouble && ("letzshop" as const) });
}

/** The same; another store's job is `not_found`. */
export async function getProgress(storeId: number, jobId: number) {
  const progress = await findProgress(storeId, jobId);
  if (!progress) throw new AppError("not_found");
  return progress;
}
