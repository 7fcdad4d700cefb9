import { decrypt, encrypt, hmac, SecretKeyMissing, SecretUnreadable } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { lastOfEach } from "@/lib/platform/flow/write-sound-rows";
import { log } from "@/lib/platform/log";
import { secretColumn } from "@/lib/platform/secrets/column";
import type { WorkflowExport } from "../../client/export";
import { failedRead } from "../explain";
import type { Asked } from "./ask-each";
import { recordChanges } from "./record-changes";
import type { SyncSetup } from "./setup";

/** Where what is in workflows is kept. */
export const workflowExports = secretColumn({
  table: Prisma.sql`workflow_export`,
  column: Prisma.sql`content`,
  key: Prisma.sql`workflow_id`,
});

/** The context in which a workflow's content is closed. */
export const exportContext = (row: number) => ({ table: workflowExports.table, column: workflowExports.column, row });

// With a key, for a digest alone would tell whoever knows the rest of it whether they have guessed a password. Its number goes up when tasks and
// linkages are read otherwise, so that all are written anew.
const digestOf = (content: WorkflowExport) => hmac("workflow_export.1", content.whole);

/** A workflow of which it is due to read what is in it, and a digest of what that was last. */
export type DueExport = { id: number; zuoraId: string; name: string; digest: string | null; left: number };

type Read = { due: DueExport; content: WorkflowExport; digest: string };
type Marked = { zuoraId: string; name: string; isChanged: boolean; isUpdated: boolean; isAddedNow: boolean };

/** Marks each as read or as not to be had, and answers of which the content is another than before. */
function mark(tx: Tx, { reading: { customerId, beganAt } }: SyncSetup, rows: readonly object[]): Promise<Marked[]> {
  return tx.$queryRaw<Marked[]>`
    UPDATE workflow w SET is_export_due = false, export_error = r.error, export_digest = coalesce(r.digest, w.export_digest),
      exported_at = CASE WHEN r.digest IS NULL THEN w.exported_at ELSE app_now() END, unreadable = coalesce(r.unreadable, w.unreadable),
      changed_at = CASE WHEN w.export_digest <> r.digest THEN app_now() ELSE w.changed_at END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id int, error text, digest text, unreadable int)
    WHERE w.customer_id = ${customerId} AND w.id = r.id
    RETURNING w.zuora_id AS "zuoraId", w.name, coalesce(old.export_digest <> new.export_digest, false) AS "isChanged",
      coalesce(old.export_digest <> new.export_digest AND old.changed_at < ${beganAt}, false) AS "isUpdated",
      old.first_seen_at >= ${beganAt} AS "isAddedNow"`;
}

const tasksOf = ({ due, content: { tasks } }: Read) =>
  lastOfEach(tasks, ({ id }) => id).map(({ place, ...task }) => ({ ...task, ...place, workflow: due.id }));
const linkagesOf = ({ due, content: { linkages } }: Read) =>
  linkages.map((linkage, position) => ({ ...linkage, position, workflow: due.id }));

/** Puts what is in workflows in the place of what was, each closed for its row. */
async function replace(tx: Tx, { reading: { customerId } }: SyncSetup, read: readonly Read[]): Promise<void> {
  const ids = read.map(({ due }) => due.id);
  const known = read.flatMap(({ due }) => (due.digest === null ? [] : [due.id]));
  if (known.length > 0)
    await tx.$executeRaw`
      WITH linkages AS (DELETE FROM workflow_linkage WHERE customer_id = ${customerId} AND workflow_id = ANY(${known}::int[]))
      DELETE FROM workflow_task WHERE customer_id = ${customerId} AND workflow_id = ANY(${known}::int[])`;
  const sealed = read.map(({ due, content }) => encrypt(content.whole, exportContext(due.id)));
  await tx.$executeRaw`
    WITH contents AS (
      INSERT INTO workflow_export (workflow_id, customer_id, content)
      SELECT r.id, ${customerId}, r.content FROM unnest(${ids}::int[], ${sealed}::text[]) AS r(id, content)
      ON CONFLICT (workflow_id) DO UPDATE SET content = excluded.content),
    tasks AS (
      INSERT INTO workflow_task (workflow_id, zuora_id, customer_id, name, action_type, object, call_type, priority, status, "left", top)
      SELECT r.workflow, r.id, ${customerId}, r.name, r."actionType", r.object, r."callType", r.priority, r.status, r."left", r.top
      FROM jsonb_to_recordset(${JSON.stringify(read.flatMap(tasksOf))}::jsonb) AS r(workflow int, id text, name text, "actionType" text,
        object text, "callType" text, priority text, status text, "left" float8, top float8))
    INSERT INTO workflow_linkage (workflow_id, position, customer_id, from_task, to_task, type)
    SELECT r.workflow, r.position, ${customerId}, r."from", r."to", r.type
    FROM jsonb_to_recordset(${JSON.stringify(read.flatMap(linkagesOf))}::jsonb) AS r(workflow int, position int, "from" text, "to" text, type text)`;
}

function opens({ id, content }: { id: number; content: string }): boolean {
  try {
    decrypt(content, exportContext(id));
    return true;
  } catch (thrown) {
    if (!(thrown instanceof SecretUnreadable || thrown instanceof SecretKeyMissing)) throw thrown;
    log.warn({ err: thrown, table: workflowExports.table, row: id }, "a kept export does not open and is written anew");
    return false;
  }
}

/** Of which workflows, of those whose content is as before, what is kept opens: the others have lost it. */
async function listOpening(tx: Tx, { reading: { customerId } }: SyncSetup, same: readonly Read[]) {
  if (same.length === 0) return new Set<number>();
  const kept = await tx.$queryRaw<{ id: number; content: string }[]>`
    SELECT workflow_id AS id, content FROM workflow_export
    WHERE customer_id = ${customerId} AND workflow_id = ANY(${same.map(({ due }) => due.id)}::int[])`;
  return new Set(kept.filter(opens).map(({ id }) => id));
}

/** Writes what was read of some workflows, as far as it is not as before or what is kept of it opens no more, and of which it could not be read and why. Answers how many contents are new or other, and how many workflows count as changed by that. */
export async function writeExports(
  tx: Tx,
  setup: SyncSetup,
  { answers, failures }: Pick<Asked<DueExport, WorkflowExport>, "answers" | "failures">,
): Promise<{ read: number; updated: number }> {
  const read = answers.map(({ item: due, answer: content }) => ({ due, content, digest: digestOf(content) }));
  const same = read.filter(({ due, digest }) => due.digest === digest);
  const opening = await listOpening(tx, setup, same);
  const fresh = read.filter(({ due }) => !opening.has(due.id));
  const marked = await mark(tx, setup, [
    ...read.map(({ due: { id }, digest, content: { unreadable } }) => ({ id, digest, unreadable, error: null })),
    ...failures.map(({ item: { id }, failure }) => ({ id, error: failedRead(failure).message })),
  ]);
  if (fresh.length > 0) await replace(tx, setup, fresh);
  const changed = marked.filter(({ isChanged, isAddedNow }) => isChanged && !isAddedNow);
  const fields = { content: { from: null, to: null } };
  await recordChanges(
    tx,
    setup.reading,
    changed.map(({ zuoraId, name }) => ({ zuoraId, name, change: "changed", fields })),
  );
  return { read: fresh.length, updated: marked.filter(({ isUpdated }) => isUpdated).length };
}

/** Says of all that are still due that the client may not read what is in them; returns how many. */
export const refuseExports = (tx: Tx, { reading: { customerId, runId } }: SyncSetup): Promise<number> => tx.$executeRaw`
  UPDATE workflow SET is_export_due = false, export_error = ${failedRead("permission").message}
  WHERE customer_id = ${customerId} AND seen_run_id = ${runId} AND is_export_due`;
