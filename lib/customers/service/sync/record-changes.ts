import type { Tx } from "@/lib/platform/db";
import type { Reading } from "./setup";

/** The fields that are other than they were; of what is in a workflow only that it changed is kept, for it may hold passwords. */
export type ChangedFields = Record<string, { from: string | null; to: string | null }>;

/** A workflow that came, changed or went. */
export type FoundChange = {
  zuoraId: string;
  name: string;
  change: "added" | "changed" | "gone";
  fields: ChangedFields;
};

/** Keeps what a reading has found; nothing of a first one, to which all is new. What one run finds of a workflow again is one change, from what it was before the run. */
export async function recordChanges(
  tx: Tx,
  { customerId, runId, isFirst }: Reading,
  found: readonly FoundChange[],
): Promise<void> {
  if (isFirst || found.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO workflow_change AS t (customer_id, run_id, zuora_id, name, change, fields, at)
    SELECT ${customerId}, ${runId}, c."zuoraId", c.name, c.change, c.fields, app_now()
    FROM jsonb_to_recordset(${JSON.stringify(found)}::jsonb) AS c("zuoraId" text, name text, change text, fields jsonb)
    ON CONFLICT (run_id, zuora_id, change) DO UPDATE SET name = excluded.name, at = excluded.at, fields = (
      SELECT coalesce(jsonb_object_agg(coalesce(o.key, n.key),
        jsonb_build_object('from', coalesce(o.value, n.value)->'from', 'to', coalesce(n.value, o.value)->'to')), '{}')
      FROM jsonb_each(t.fields) o FULL JOIN jsonb_each(excluded.fields) n ON n.key = o.key)`;
}
