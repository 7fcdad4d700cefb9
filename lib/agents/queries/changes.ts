import { Prisma, transaction } from "@/lib/platform/db";
import { type SyncStepId, syncStepIds } from "../schema/sync";
import { type PageOf, pageSize, toPage } from "./sums";

/** What one reading of a data set has changed. */
export type SetChanges = {
  step: SyncStepId;
  runId: number;
  readAt: string;
  /** When the sync before had read it; null for the first reading, of which all is new and nothing is a change. */
  since: string | null;
  added: number;
  changed: number;
  gone: number;
  /** How many of those are kept record by record. */
  kept: number;
};

const newest = (userId: number) =>
  Prisma.sql`SELECT step, run_id, read_at, created, updated, gone FROM agent_data_set WHERE user_id = ${userId}`;
const ofRun = (runId: number) => Prisma.sql`
  SELECT p.step, r.id AS run_id, p."endedAt" AS read_at, coalesce((p.result->>'created')::int, 0) AS created,
    coalesce((p.result->>'updated')::int, 0) AS updated, coalesce((p.result->>'gone')::int, 0) AS gone
  FROM onboarding_run r, jsonb_to_recordset(r.parts) AS p(step text, state text, result jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
  WHERE r.id = ${runId} AND p.state = 'done' AND p."startedAt" >= r.created_at`;

/**
 * The readings that are told of, the newest of each data set or those of one run that came to their end, each with the one before it; and what
 * they have changed, once a record. Runs between the two have left off in the middle: this one has gone on with what they had done.
 */
const told = (userId: number, runId: number | undefined): Prisma.Sql => Prisma.sql`
  WITH reading AS MATERIALIZED (
    SELECT d.*, b.id AS before_id, b.ended_at AS since
    FROM (${runId === undefined ? newest(userId) : ofRun(runId)}) d JOIN onboarding o ON o.agent_user_id = ${userId}
    JOIN onboarding_run own ON own.id = d.run_id AND own.onboarding_id = o.id
    LEFT JOIN LATERAL (
      SELECT e.id, e.ended_at FROM onboarding_run e
      WHERE e.onboarding_id = o.id AND e.id < d.run_id AND e.parts @> jsonb_build_array(jsonb_build_object('step', d.step, 'state', 'done'))
      ORDER BY e.id DESC LIMIT 1) b ON true),
  change AS MATERIALIZED (
    SELECT DISTINCT ON (c.step, c.record_id) c.* FROM reading d JOIN sync_change c
      ON c.user_id = ${userId} AND c.step = d.step AND c.run_id > coalesce(d.before_id, 0) AND c.run_id <= d.run_id
    ORDER BY c.step, c.record_id, c.run_id DESC)`;

type SetRow = Omit<SetChanges, "readAt" | "since"> & { readAt: Date; since: Date | null };

const listSets = (userId: number, runId: number | undefined) =>
  transaction(
    { agent: userId },
    tx => tx.$queryRaw<SetRow[]>`
      ${told(userId, runId)}
      SELECT d.step, d.run_id AS "runId", d.read_at AS "readAt", d.since, d.created AS added, d.updated AS changed, d.gone,
        (SELECT count(*)::int FROM change c WHERE c.step = d.step) AS kept
      FROM reading d`,
  );

/** How much the newest reading of each data set has changed, or those of one run; in the order of the sync. */
export async function countChanges(userId: number, runId?: number): Promise<SetChanges[]> {
  const rows = await listSets(userId, runId);
  return syncStepIds.flatMap(step =>
    rows
      .filter(row => row.step === step)
      .map(row => ({ ...row, readAt: row.readAt.toISOString(), since: row.since?.toISOString() ?? null })),
  );
}

/** Whether a run of the account with this number has ended; null where it has none. */
export const findRunEnd = (userId: number, runId: number): Promise<{ endedAt: Date | null } | null> =>
  transaction({ agent: userId }, tx =>
    tx.onboardingRun.findFirst({
      where: { id: runId, onboarding: { agentUserId: userId } },
      select: { endedAt: true },
    }),
  );

/** A record that a sync has found to be other than before. */
export type ChangeRow = {
  step: SyncStepId;
  recordId: string;
  kind: "added" | "changed" | "gone";
  label: string;
  /** As they were and are; both null where only that it has changed is kept. */
  fields: { field: string; from: string | null; to: string | null }[];
  /** A listing or transaction that is here still has a page of its own. */
  isHere: boolean;
};

type Wanted = { runId?: number; step?: SyncStepId; cursor?: string };

/**
 * What has changed record by record, in the newest reading of each data set or in one run, keyset paged: data sets in their order, what is new
 * first, by name. A cursor that is no record's begins at the start.
 */
export const listChanges = (userId: number, { runId, step, cursor }: Wanted): Promise<PageOf<ChangeRow>> =>
  transaction({ agent: userId }, async tx => {
    const [, atStep, atId] = /^([a-z_]+)\.(.+)$/s.exec(cursor ?? "") ?? [];
    const rows = await tx.$queryRaw<ChangeRow[]>`
      ${told(userId, runId)},
      listed AS (
        SELECT step, record_id AS "recordId", kind, label, fields, array_position(${[...syncStepIds]}::text[], step) AS place
        FROM change WHERE ${step ?? null}::text IS NULL OR step = ${step ?? null})
      SELECT step, "recordId", kind::text, label, fields, CASE step
        WHEN 'listings' THEN EXISTS (SELECT FROM listing x WHERE x.user_id = ${userId} AND x.id = "recordId")
        WHEN 'transactions' THEN EXISTS (SELECT FROM "transaction" x WHERE x.user_id = ${userId} AND x.id = "recordId")
        ELSE false END AS "isHere"
      FROM listed
      WHERE coalesce((place, kind, label, "recordId") > (
        SELECT place, kind, label, "recordId" FROM listed WHERE step = ${atStep ?? null} AND "recordId" = ${atId ?? null}), true)
      ORDER BY place, listed.kind, label, "recordId" LIMIT ${pageSize + 1}`;
    return toPage(rows, ({ step: ofStep, recordId }) => `${ofStep}.${recordId}`);
  });
