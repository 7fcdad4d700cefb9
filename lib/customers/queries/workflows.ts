import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { readPlace, writePlace } from "@/lib/platform/keyset";
import { type Reader, requireStaff } from "../policy";
import type { OwnWorkflowSearch } from "../schema/own-search";
import { WorkflowPage, WorkflowView } from "../view/workflow";
import { requireCustomer } from "./require-customer";

const usualSize = 25;
const order = "name";

type Wanted = Partial<OwnWorkflowSearch>;

const likePart = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

/** The condition of a page that begins behind a place; of a place that is none, the list's beginning. */
function behind(cursor: string | undefined): Prisma.Sql {
  const place = readPlace(order, "text", cursor);
  if (!place || place.key === null || !/^\d{1,9}$/.test(place.id)) return Prisma.sql`true`;
  return Prisma.sql`(w.name, w.id) > (${place.key}, ${Number(place.id)}::int)`;
}

function meantBy({ q, state, trigger }: Wanted): Prisma.Sql {
  const named = q ? Prisma.sql`lower(w.name) LIKE ${likePart(q)}` : Prisma.sql`true`;
  const inState = state ? Prisma.sql`w.is_active = ${state === "active"}` : Prisma.sql`true`;
  const begunBy = trigger ? Prisma.sql`${trigger} = ANY(w.triggers)` : Prisma.sql`true`;
  return Prisma.sql`${named} AND ${inState} AND ${begunBy}`;
}

// Tasks are counted for the workflows of one page only.
const readPage = (tx: Tx, where: Prisma.Sql, limit: number) =>
  tx.$queryRaw<Record<string, unknown>[]>`
    SELECT w.id, w.zuora_id AS "zuoraId", w.name, w.description, w.is_active AS "isActive", w.version, w.interval, w.timezone, w.triggers,
      w.exported_at AS "exportedAt", w.export_error AS "exportError", w.zuora_created_at AS "zuoraCreatedAt", w.zuora_updated_at AS "zuoraUpdatedAt",
      w.changed_at AS "changedAt", w.synced_at AS "syncedAt",
      (SELECT count(*)::int FROM workflow_task t WHERE t.workflow_id = w.id) AS tasks
    FROM (SELECT * FROM workflow w WHERE ${where} ORDER BY w.name, w.id LIMIT ${limit}) w ORDER BY w.name, w.id`;

/** Reads a page of a customer's workflows in a transaction of theirs. */
export async function readWorkflows(tx: Tx, customerId: number, wanted: Wanted): Promise<WorkflowPage> {
  const { cursor, limit = usualSize } = wanted;
  const meant = Prisma.sql`w.customer_id = ${customerId} AND ${meantBy(wanted)}`;
  const rows = await readPage(tx, Prisma.sql`${meant} AND ${behind(cursor)}`, limit + 1);
  const [counted] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM workflow w WHERE ${meant}`;
  const shown = JSON.parse(JSON.stringify(rows.slice(0, limit))) as unknown;
  const page = WorkflowPage.parse({ items: shown, nextCursor: null, total: counted?.total ?? 0 });
  const last = page.items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { ...page, nextCursor: hasMore ? writePlace(order, { key: last.name, id: String(last.id) }) : null };
}

/** One of a customer's workflows, in a transaction of theirs; null where there is none. */
export async function readWorkflow(tx: Tx, customerId: number, id: number): Promise<WorkflowView | null> {
  const rows = await readPage(tx, Prisma.sql`w.customer_id = ${customerId} AND w.id = ${id}`, 1);
  const [found] = WorkflowView.array().parse(JSON.parse(JSON.stringify(rows)));
  return found ?? null;
}

/** A customer's workflows by name; `cursor` is where the page before ended, `q` a part of a name. Throws `not_found`, also for who is no staff. */
export async function listWorkflows(reader: Reader, customerId: number, wanted: Wanted): Promise<WorkflowPage> {
  requireStaff(reader);
  return transaction({ customer: customerId }, async tx => {
    await requireCustomer(tx, customerId);
    return readWorkflows(tx, customerId, wanted);
  });
}
