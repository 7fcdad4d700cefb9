import { findTrouble } from "@/lib/platform/cohorts/trouble";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { LivePart } from "@/lib/platform/flow/run-view";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { type Actor, chooseSeen } from "../service/choose-account";
import { leavesAnotherTry } from "../service/left-out";
import { againAfterMinutes } from "../service/resume-after-key";
import { rezen } from "../service/rezen-key";
import { type StatusView, type SyncRow, toStatusView } from "../view/status";

type Row = LivePart & { id: number } & {
  [Name in keyof Omit<SyncRow, "id" | "job"> as `run${Capitalize<Name>}`]: SyncRow[Name];
};

/** The newest run of an account with its steps, in one statement: what one look tells agrees with itself, and whoever waits asks every two seconds. */
const findRows = (tx: Tx, userId: number) => tx.$queryRaw<Row[]>`
  SELECT j.*, r.onboarding_id AS "runOnboardingId", r.status::text AS "runStatus", r.created_at AS "runCreatedAt", r.started_at AS "runStartedAt",
    r.ended_at AS "runEndedAt", r.parts AS "runParts", r.carried_percent AS "runCarriedPercent", r.error_code AS "runErrorCode",
    r.error_message AS "runErrorMessage", key.works IS NULL AS "runIsKeyMissing", r.quote AS "runQuote", app_now() AS "runNow",
    CASE WHEN ${leavesAnotherTry} AND key.works AND NOT account.paused
      THEN r.ended_at + make_interval(mins => ${againAfterMinutes}::int) END AS "runNextRetryAt",
    s.step, s.state::text, s.done, s.total, s.attempts, s.result, s.cursor, s.error_code AS "errorCode", s.error_message AS "errorMessage",
    s.skip_reason AS "skipReason", s.next_attempt_at AS "nextAttemptAt", s.waiting_for AS "waitingFor", s.heartbeat_at AS "heartbeatAt",
    s.started_at AS "startedAt", s.ended_at AS "endedAt"
  FROM rezen_onboarding_jobs j JOIN onboarding_run r ON r.id = j.id
  JOIN onboarding_step s ON s.onboarding_id = r.onboarding_id AND s.parent IS NOT NULL
  LEFT JOIN (SELECT true AS works FROM credentials
    WHERE user_id = ${userId} AND platform = ${rezen} AND deleted_at IS NULL AND broken_at IS NULL) key ON true
  CROSS JOIN (SELECT sync_paused_at IS NOT NULL AS paused FROM agent WHERE user_id = ${userId}) account
  WHERE j.user_id = ${userId} ORDER BY s.position`;

/** Where the newest sync of an account stands; null before its first. Throws `not_found` where there is no such account. */
export async function getStatus(userId: number): Promise<StatusView | null> {
  const status = await readStatus(userId);
  const trouble = status && (await findTrouble({ kind: "agent", upstream: "rezen" }, status.steps));
  return status && inReadersWords({ ...status, trouble: trouble && ("rezen" as const) });
}

const readStatus = (userId: number): Promise<StatusView | null> =>
  transaction({ agent: userId }, async tx => {
    const rows = await findRows(tx, userId);
    const [first] = rows;
    if (first) return toStatusView(toRun(first), rows);
    if ((await tx.agent.count({ where: { userId } })) === 0) throw new AppError("not_found");
    return null;
  });

function toRun(row: Row): SyncRow {
  return {
    id: row.id,
    job: row as unknown as SyncRow["job"],
    onboardingId: row.runOnboardingId,
    status: row.runStatus,
    createdAt: row.runCreatedAt,
    startedAt: row.runStartedAt,
    endedAt: row.runEndedAt,
    parts: row.runParts,
    carriedPercent: row.runCarriedPercent,
    errorCode: row.runErrorCode,
    errorMessage: row.runErrorMessage,
    isKeyMissing: row.runIsKeyMissing,
    nextRetryAt: row.runNextRetryAt,
    quote: row.runQuote,
    now: row.runNow,
  };
}

/** The same for whoever may see it: their own account's unless one of the staff names another. */
export const lookAtStatus = async (actor: Actor, userId?: number): Promise<StatusView | null> =>
  getStatus(chooseSeen(actor, userId));
