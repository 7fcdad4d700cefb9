import { Prisma, type Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { mostKept } from "../../schema/changes";
import type { SyncStepId } from "../../schema/sync";

/** Whose data set is read, by which run. */
export type Reading = { userId: number; runId: number; step: SyncStepId };

/** A column that is other than it was; money has its currency behind it. Both are null where only that it has changed is kept. */
export type FieldChange = { field: string; from: string | null; to: string | null };

/** A record that came, changed or went; one without a label is not kept. */
export type FoundChange = {
  id: string;
  kind: "added" | "changed" | "gone";
  label: string | null;
  fields?: FieldChange[] | null;
};

/** A row that a write has made or changed, with what is kept of that. */
export type ToldChange = Change & Pick<FoundChange, "label" | "fields">;

/** The reading that this part of a run does. */
export const readingOf = ({ subjectId: userId, runId }: WorkerContext, step: SyncStepId): Reading => ({
  ...{ userId, runId, step },
});

/**
 * Inside a statement that writes: this, where changes are kept, else null, without a look at it. They are not kept while a data set is read
 * for the first time, when all of it is new, nor beyond the most that are.
 */
export const ifKept = ({ userId, runId, step }: Reading, told: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN (SELECT EXISTS (SELECT FROM agent_data_set WHERE user_id = ${userId} AND step = ${step}) AND ${mostKept} > (
    SELECT count(*) FROM sync_change WHERE user_id = ${userId} AND run_id = ${runId} AND step = ${step})) THEN ${told} END`;

/** A column by its name, as it was and is. */
type Compared = readonly [field: string, from: Prisma.Sql, to: Prisma.Sql];

/** Inside `RETURNING`: the fields that differ, of a row that was there before. */
export const changedFields = (compared: readonly Compared[]): Prisma.Sql => {
  const rows = compared.map(([field, from, to]) => Prisma.sql`(${field}::text, (${from})::text, (${to})::text)`);
  return Prisma.sql`CASE WHEN old.user_id IS NOT NULL THEN (
    SELECT jsonb_agg(jsonb_build_object('field', f.field, 'from', f.was, 'to', f.is_now)) FROM (VALUES ${Prisma.join(rows)}) f(field, was, is_now)
    WHERE f.was IS DISTINCT FROM f.is_now) END`;
};

/** One record of each id: what was found of it twice in one statement is one change. */
function joinSame(found: readonly FoundChange[]): FoundChange[] {
  const joined = new Map<string, FoundChange>();
  for (const one of found) {
    const before = joined.get(one.id);
    const fields = [...(before?.fields ?? []), ...(one.fields ?? [])];
    if (one.label !== null) joined.set(one.id, before ? { ...before, fields } : one);
  }
  return [...joined.values()];
}

/**
 * Keeps what a reading has found, at most so many of a data set and run; nothing of a first reading. What one run finds of a record again, be
 * it another worker, is one change: from what it was before the run to what it is; none where that is the same again.
 */
export async function recordChanges(tx: Tx, reading: Reading, found: readonly FoundChange[]): Promise<void> {
  const { userId, runId, step } = reading;
  const changes = joinSame(found).slice(0, mostKept);
  if (changes.length === 0) return;
  const undone = await tx.$queryRaw<{ id: string }[]>`
    WITH kept AS (INSERT INTO sync_change AS t (user_id, run_id, step, record_id, kind, label, fields, found_at)
    SELECT ${userId}, ${runId}, ${step}, c.id, c.kind::"ChangeKind", c.label, coalesce(nullif(c.fields, 'null'), '[]'), app_now()
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c(id text, kind text, label text, fields jsonb)
    WHERE EXISTS (SELECT FROM agent_data_set WHERE user_id = ${userId} AND step = ${step})
    LIMIT greatest(0, ${mostKept} - (SELECT count(*) FROM sync_change WHERE user_id = ${userId} AND run_id = ${runId} AND step = ${step}))
    ON CONFLICT (user_id, run_id, step, record_id) DO UPDATE SET label = excluded.label, found_at = excluded.found_at,
      kind = CASE WHEN t.kind = 'added' AND excluded.kind = 'changed' THEN t.kind
        WHEN t.kind = 'gone' AND excluded.kind = 'added' THEN 'changed' ELSE excluded.kind END,
      fields = CASE WHEN t.kind = 'added' OR excluded.kind <> 'changed' THEN '[]' ELSE (
        SELECT coalesce(jsonb_agg(jsonb_build_object('field', coalesce(o, n)->'field', 'from', coalesce(o, n)->'from', 'to', coalesce(n, o)->'to')), '[]')
        FROM jsonb_array_elements(t.fields) o FULL JOIN jsonb_array_elements(excluded.fields) n ON n->>'field' = o->>'field'
        WHERE o IS NULL OR n IS NULL OR o->'from' <> n->'to' OR (o->>'from' IS NULL AND o->>'to' IS NULL)) END
    RETURNING t.record_id AS id, t.kind, old.fields AS from_fields, new.fields AS to_fields)
    SELECT id FROM kept WHERE kind = 'changed' AND from_fields <> '[]' AND to_fields = '[]'`;
  if (undone.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM sync_change
    WHERE user_id = ${userId} AND run_id = ${runId} AND step = ${step} AND record_id = ANY(${undone.map(({ id }) => id)}::text[])`;
}

/** Keeps what a write has made and changed, and answers it. */
export async function recordWritten(tx: Tx, reading: Reading, written: ToldChange[]): Promise<Change[]> {
  await recordChanges(
    tx,
    reading,
    written.map(({ isNew, ...one }) => ({ ...one, kind: isNew ? "added" : "changed" })),
  );
  return written;
}
