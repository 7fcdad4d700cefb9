import { maskPhone } from "../../auth/phone";
import { Prisma, type Tx } from "../../db";
import { stalledRuns } from "../../flow/stalled";
import type { Kind } from "../../flow/subject";
import { maskEmail } from "../../mask";
import type { RunStatus, ShownStatus } from "../../onboardings/schema";
import type { CallView, SentView } from "../view";
import type { KeptPart, StepRow } from "./steps";

const mostRuns = 20;
const mostCalls = 50;
const mostSent = 25;

export type Found = {
  id: number;
  kind: Kind;
  subjectId: number;
  subject: string;
  print: string;
  status: Exclude<ShownStatus, "retrying" | "stalled">;
  isStalled: boolean;
  percent: number;
  startedAt: Date;
  endedAt: Date | null;
  tookSeconds: number | null;
  skippedAt: Date | null;
  skippedUntil: Date | null;
  skippedReason: string | null;
  isPaused: boolean;
  isOwned: boolean;
  nextRunAt: Date | null;
  at: Date;
};

/** An onboarding as it stands now, with what its summary calls it; null where there is none. */
export async function readOnboarding(tx: Tx, id: number): Promise<Found | null> {
  const [found] = await tx.$queryRaw<Found[]>`
    SELECT o.id, o.kind::text, coalesce(o.store_id, o.practitioner_id, o.member_id, o.agent_user_id, o.customer_id) AS "subjectId",
      coalesce(s.subject, '') AS subject, coalesce(s.error_print, '') AS print, o.status::text,
      EXISTS (SELECT FROM (${stalledRuns}) stalled WHERE stalled.onboarding_id = o.id) AS "isStalled", onboarding_percent(o.id) AS percent,
      coalesce(o.started_at, o.created_at) AS "startedAt", o.ended_at AS "endedAt",
      extract(epoch FROM o.ended_at - coalesce(o.started_at, o.created_at))::int AS "tookSeconds",
      o.skipped_at AS "skippedAt", o.skipped_until AS "skippedUntil", o.skipped_reason AS "skippedReason",
      coalesce(a.sync_paused_at, c.sync_paused_at) IS NOT NULL AS "isPaused",
      CASE WHEN coalesce(a.sync_paused_at, c.sync_paused_at) IS NULL THEN coalesce(a.next_sync_at, c.next_sync_at,
        least(st.next_orders_at, (SELECT f.next_refresh_at FROM store_product_import f WHERE f.store_id = st.id)),
        (SELECT t.due_at FROM activation_timer t WHERE t.member_id = o.member_id)) END AS "nextRunAt",
      o.store_id IS NULL OR st.owner_id IS NOT NULL AS "isOwned", app_now() AS at
    FROM onboarding o LEFT JOIN onboarding_summary s ON s.onboarding_id = o.id
    LEFT JOIN agent a ON a.user_id = o.agent_user_id LEFT JOIN customer c ON c.id = o.customer_id LEFT JOIN stores st ON st.id = o.store_id
    WHERE o.id = ${id}`;
  return found ?? null;
}

/** All its steps, those with parts too. */
export const readSteps = (tx: Tx, onboardingId: number): Promise<StepRow[]> =>
  tx.onboardingStep.findMany({ where: { onboardingId }, omit: { cursor: true } });

/** A run as it is kept. */
export type Run = {
  id: number;
  number: number;
  trigger: string;
  status: RunStatus;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  parts: KeptPart[] | null;
};

/** Its newest runs, newest first. */
export const readRuns = (tx: Tx, onboardingId: number) => tx.$queryRaw<Run[]>`
  SELECT id, number, trigger, status::text, created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt",
    error_code AS "errorCode", error_message AS "errorMessage", parts
  FROM onboarding_run WHERE onboarding_id = ${onboardingId} ORDER BY number DESC LIMIT ${mostRuns}`;

/** The calls that these runs made, those that failed first, each newest first. */
export async function readCalls(tx: Tx, runIds: readonly number[]): Promise<CallView[]> {
  const traces = runIds.map(id => `job_${id}`);
  // Of each run no more than may be shown, along an index: it may have made thousands.
  const newest = (which: Prisma.Sql) => Prisma.sql`
    SELECT c.* FROM unnest(${traces}::text[]) AS of(trace) CROSS JOIN LATERAL (
      SELECT * FROM upstream_call u WHERE u.trace = of.trace AND ${which} ORDER BY u.id DESC LIMIT ${mostCalls}) c`;
  const rows = await tx.$queryRaw<(Omit<CallView, "at"> & { at: Date })[]>`
    SELECT id::text, at, upstream, method, address, status, outcome, reason, attempt, duration_ms AS "durationMs", trace
    FROM (${newest(Prisma.sql`u.outcome <> 'ok'`)} UNION ALL ${newest(Prisma.sql`u.outcome = 'ok'`)}) found ORDER BY outcome = 'ok', found.id DESC LIMIT ${mostCalls}`;
  return rows.map(({ at, ...call }) => ({ ...call, at: at.toISOString() }));
}

type Message = Omit<SentView, "createdAt" | "sentAt"> & { createdAt: Date; sentAt: Date | null };

const maskRecipient = ({ channel, recipient }: Message): string => {
  if (channel === "email") return maskEmail(recipient);
  return channel === "sms" ? maskPhone(recipient) : "Slack";
};

/** What was sent to the subject, newest first. */
export async function readSent(tx: Tx, { kind, subjectId }: Pick<Found, "kind" | "subjectId">): Promise<SentView[]> {
  const tenant = `${kind}:${subjectId}`;
  const rows = await tx.$queryRaw<Message[]>`
    SELECT id, channel::text, recipient, state::text, error_code AS "errorCode", created_at AS "createdAt", sent_at AS "sentAt"
    FROM outbox_message WHERE tenant = ${tenant} ORDER BY created_at DESC LIMIT ${mostSent}`;
  return rows.map(message => ({
    ...message,
    recipient: maskRecipient(message),
    createdAt: message.createdAt.toISOString(),
    sentAt: message.sentAt?.toISOString() ?? null,
  }));
}
