import { transaction } from "@/lib/platform/db";
import { readPlaceText } from "@/lib/platform/http/place-text";
import { type SyncStepId, syncStepIds } from "../schema/sync";
import { type PageOf, pageSize, toPage } from "./sums";
import { toldChanges } from "./told-changes";

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

type SetRow = Omit<SetChanges, "readAt" | "since"> & { readAt: Date; since: Date | null };

const listSets = (userId: number, runId: number | undefined) =>
  transaction(
    { agent: userId },
    tx => tx.$queryRaw<SetRow[]>`
      ${toldChanges(userId, runId)}
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
    const [, atStep, atId] = /^([a-z_]+)\.(.+)$/s.exec(readPlaceText(cursor) ?? "") ?? [];
    const rows = await tx.$queryRaw<ChangeRow[]>`
      ${toldChanges(userId, runId)},
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
