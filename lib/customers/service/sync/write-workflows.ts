import { masterKeyIds, secretPrefix } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { lastOfEach } from "@/lib/platform/flow/write-sound-rows";
import type { FoundWorkflow } from "../../client/workflows";
import { type ChangedFields, type FoundChange, recordChanges } from "./record-changes";
import type { SyncSetup } from "./setup";

/** What is in a workflow is read again after a day, whether its list entry tells of a change or not. */
const readAgainDays = 1;

type Written = {
  zuoraId: string;
  name: string;
  isFresh: boolean;
  isNew: boolean;
  isAddedNow: boolean;
  isUpdated: boolean;
  fields: ChangedFields | null;
};

/** How many workflows a page listed that this run had not seen, and how many of them are new or other than before. */
export type WrittenCounts = { listed: number; created: number; updated: number };

const dated = (column: Prisma.Sql) => Prisma.sql`to_jsonb(${column})#>>'{}'`;
const listed = (column: Prisma.Sql) => Prisma.sql`array_to_string(${column}, ', ')`;

/** The fields of which people are told what they were and are, in the words of the view. */
const told = Prisma.join([
  Prisma.sql`('name', old.name, new.name)`,
  Prisma.sql`('description', old.description, new.description)`,
  Prisma.sql`('isActive', old.is_active::text, new.is_active::text)`,
  Prisma.sql`('version', old.version, new.version)`,
  Prisma.sql`('interval', old."interval", new."interval")`,
  Prisma.sql`('timezone', old.timezone, new.timezone)`,
  Prisma.sql`('triggers', ${listed(Prisma.sql`old.triggers`)}, ${listed(Prisma.sql`new.triggers`)})`,
  Prisma.sql`('zuoraUpdatedAt', ${dated(Prisma.sql`old.zuora_updated_at`)}, ${dated(Prisma.sql`new.zuora_updated_at`)})`,
]);

const columnsOf = (row: Prisma.Sql) => Prisma.sql`
  (${row}.name, ${row}.description, ${row}.is_active, ${row}.version, ${row}."interval", ${row}.timezone, ${row}.triggers, ${row}.zuora_updated_at)`;
const [before, excluded] = [Prisma.sql`w`, Prisma.sql`excluded`];
const isOther = Prisma.sql`${columnsOf(before)} IS DISTINCT FROM ${columnsOf(excluded)}`;
// Whose master key is not here: it is read again, and closed by one that is. Of a content only its beginning is looked at.
const isClosedByOthers = (prefixes: readonly string[]) => Prisma.sql`EXISTS (
  SELECT FROM workflow_export e WHERE e.workflow_id = w.id
    AND NOT left(e.content, ${Math.max(...prefixes.map(({ length }) => length))}::int) ^@ ANY(${[...prefixes]}::text[]))`;
const isContentDue = (
  prefixes: readonly string[],
) => Prisma.sql`(w.is_export_due OR w.exported_at IS NULL OR w.export_error IS NOT NULL
  OR w.exported_at < excluded.synced_at - make_interval(days => ${readAgainDays}::int)
  OR (w.version, w.zuora_updated_at) IS DISTINCT FROM (excluded.version, excluded.zuora_updated_at)
  OR ${isClosedByOthers(prefixes)})`;

const upsert = (tx: Tx, setup: SyncSetup, items: readonly FoundWorkflow[]) => {
  const { customerId, runId, beganAt } = setup.reading;
  // One that somebody asks for alone is read whole, however short ago it was.
  const isDue = setup.only ? Prisma.sql`true` : isContentDue(masterKeyIds().map(secretPrefix));
  return tx.$queryRaw<Written[]>`
    INSERT INTO workflow AS w (customer_id, zuora_id, name, description, is_active, version, "interval", timezone, triggers, zuora_created_at,
      zuora_updated_at, seen_run_id, is_export_due, first_seen_at, changed_at, synced_at)
    SELECT ${customerId}, r.id, r.name, r.description, r."isActive", r.version, r."interval", r.timezone, r.triggers, r."createdAt",
      r."updatedAt", ${runId}, ${setup.withExports}, app_now(), app_now(), app_now()
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS r(id text, name text, description text, "isActive" boolean, version text,
      "interval" text, timezone text, triggers text[], "createdAt" timestamptz, "updatedAt" timestamptz)
    ON CONFLICT (customer_id, zuora_id) DO UPDATE SET name = excluded.name, description = excluded.description, is_active = excluded.is_active,
      version = excluded.version, "interval" = excluded."interval", timezone = excluded.timezone, triggers = excluded.triggers,
      zuora_created_at = excluded.zuora_created_at, zuora_updated_at = excluded.zuora_updated_at, seen_run_id = excluded.seen_run_id,
      is_export_due = excluded.is_export_due AND ${isDue},
      changed_at = CASE WHEN ${isOther} THEN excluded.changed_at ELSE w.changed_at END, synced_at = excluded.synced_at
    RETURNING w.zuora_id AS "zuoraId", w.name, old.seen_run_id IS DISTINCT FROM ${runId} AS "isFresh", old.id IS NULL AS "isNew",
      coalesce(old.first_seen_at >= ${beganAt}, true) AS "isAddedNow",
      coalesce(old.changed_at < ${beganAt} AND new.changed_at > old.changed_at, false) AS "isUpdated",
      CASE WHEN old.id IS NOT NULL THEN (
        SELECT jsonb_object_agg(f.field, jsonb_build_object('from', f.was, 'to', f.is_now)) FROM (VALUES ${told}) f(field, was, is_now)
        WHERE f.was IS DISTINCT FROM f.is_now) END AS fields`;
};

/** Marks what is listed and could not be read as seen: it is there all the same. */
const markSeen = (tx: Tx, { reading: { customerId, runId } }: SyncSetup, ids: readonly string[]) => tx.$executeRaw`
  UPDATE workflow SET seen_run_id = ${runId} WHERE customer_id = ${customerId} AND zuora_id = ANY(${[...ids]}::text[])`;

/** Writes what Zuora told of some workflows, in one statement, and keeps what changed. Each counts once in a run, however often it is listed. */
export async function writeWorkflows(
  tx: Tx,
  setup: SyncSetup,
  { items, unreadable }: { items: readonly FoundWorkflow[]; unreadable: readonly (string | null)[] },
): Promise<WrittenCounts> {
  const ids = unreadable.filter(id => id !== null);
  if (ids.length > 0) await markSeen(tx, setup, ids);
  if (items.length === 0) return { listed: 0, created: 0, updated: 0 };
  const written = await upsert(
    tx,
    setup,
    lastOfEach(items, ({ id }) => id),
  );
  const changes = written.flatMap(({ zuoraId, name, isNew, isAddedNow, fields }): FoundChange[] => {
    if (isNew) return [{ zuoraId, name, change: "added", fields: {} }];
    return fields && !isAddedNow ? [{ zuoraId, name, change: "changed", fields }] : [];
  });
  await recordChanges(tx, setup.reading, changes);
  return {
    listed: written.filter(({ isFresh }) => isFresh).length,
    created: written.filter(({ isNew }) => isNew).length,
    updated: written.filter(({ isUpdated }) => isUpdated).length,
  };
}
