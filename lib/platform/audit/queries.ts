import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import type { AuditExport, AuditSearch } from "./schema";
import { type AuditPage, type AuditView, type ChecksView, type FoundEntry, toAuditView, toCheckView } from "./view";

type Reader = Pick<SessionUser, "roles">;

/** What to look for in one subject's history; `before` is the last id seen. */
export type AuditFilter = {
  subject?: { kind: string; id: number | string };
  actor?: { kind: string; id: number | string };
  action?: string;
  before?: number;
  limit?: number;
};

const fields = {
  id: true,
  at: true,
  action: true,
  actorKind: true,
  actorId: true,
  subjectKind: true,
  subjectId: true,
  detail: true,
  address: true,
  agent: true,
} as const;

function toWhere({ subject, actor, action, before }: AuditFilter): Prisma.AuditEntryWhereInput {
  return {
    ...(subject && { subjectKind: subject.kind, subjectId: String(subject.id) }),
    ...(actor && { actorKind: actor.kind, actorId: String(actor.id) }),
    ...(action !== undefined && { action }),
    ...(before !== undefined && { id: { lt: before } }),
  };
}

/** Audit entries, newest first; at most `limit` (25), a hundred at a time. */
export async function listEntries(filter: AuditFilter) {
  const take = Math.min(filter.limit ?? 25, 100);
  const rows = await transaction("system", tx =>
    tx.auditEntry.findMany({ where: toWhere(filter), orderBy: { id: "desc" }, take: take + 1, select: fields }),
  );
  const items = rows.slice(0, take);
  return { items, nextCursor: rows.length > take ? (items.at(-1)?.id ?? null) : null };
}

// Entries stand in the order of their commits, which may wait a moment for each other after the time was told: no two processes differ by so much.
const slack = Prisma.sql`interval '10 minutes'`;
const endOf = (day: string) => Prisma.sql`(${day}::date + 1)::timestamp AT TIME ZONE 'UTC'`;
const beginOf = (day: string) => Prisma.sql`${day}::date::timestamp AT TIME ZONE 'UTC'`;

// From which entry on and up to which, so that any index ends in the stretch of ids.
const since = (day: string) => Prisma.sql`
  e.at >= ${beginOf(day)} AND e.id >= coalesce((SELECT id FROM audit_entry WHERE at >= ${beginOf(day)} - ${slack} ORDER BY at LIMIT 1), 2147483647)`;
const until = (day: string) => Prisma.sql`
  e.at < ${endOf(day)} AND e.id <= coalesce((SELECT id FROM audit_entry WHERE at < ${endOf(day)} + ${slack} ORDER BY at DESC LIMIT 1), 0)`;

function conditionsOf({
  action,
  actorKind,
  actorId,
  subjectKind,
  subjectId,
  trace,
  from,
  to,
}: AuditExport): Prisma.Sql[] {
  return [
    ...(action ? [Prisma.sql`e.action = ${action}`] : []),
    ...(actorKind ? [Prisma.sql`e.actor_kind = ${actorKind}`] : []),
    ...(actorId ? [Prisma.sql`e.actor_id = ${actorId}`] : []),
    ...(subjectKind ? [Prisma.sql`e.subject_kind = ${subjectKind} AND e.subject_id = ${subjectId}`] : []),
    ...(trace ? [Prisma.sql`e.trace = ${trace}`] : []),
    ...(from ? [since(from)] : []),
    ...(to ? [until(to)] : []),
  ];
}

/** The ids of the newest entries that a search finds, below `before`. */
export function selectEntries(search: AuditExport, before: number | undefined, take: number): Prisma.Sql {
  const conditions = [...conditionsOf(search), ...(before === undefined ? [] : [Prisma.sql`e.id < ${before}`])];
  const where = conditions.length > 0 ? Prisma.join(conditions, " AND ") : Prisma.sql`true`;
  return Prisma.sql`SELECT e.id FROM audit_entry e WHERE ${where} ORDER BY e.id DESC LIMIT ${take}::int`;
}

const isNumber = (column: Prisma.Sql) => Prisma.sql`${column} ~ '^[0-9]{1,9}$'`;
const numberOf = (column: Prisma.Sql) => Prisma.sql`CASE WHEN ${isNumber(column)} THEN ${column}::int END`;
const subjectNumber = numberOf(Prisma.sql`e.subject_id`);

// Each kind by the index on its own column.
const onboardingOf = Prisma.sql`CASE e.subject_kind
  WHEN 'store' THEN (SELECT min(id) FROM onboarding WHERE store_id = ${subjectNumber})
  WHEN 'practitioner' THEN (SELECT min(id) FROM onboarding WHERE practitioner_id = ${subjectNumber})
  WHEN 'member' THEN (SELECT min(id) FROM onboarding WHERE member_id = ${subjectNumber})
  WHEN 'agent' THEN (SELECT min(id) FROM onboarding WHERE agent_user_id = ${subjectNumber})
  WHEN 'customer' THEN (SELECT min(id) FROM onboarding WHERE customer_id = ${subjectNumber}) END`;

const readEntries = (tx: Tx, ids: Prisma.Sql) => tx.$queryRaw<FoundEntry[]>`
  WITH page AS MATERIALIZED (${ids})
  SELECT e.id, e.at, e.action, e.actor_kind AS "actorKind", e.actor_id AS "actorId", u.name AS "actorName", e.subject_kind AS "subjectKind",
    e.subject_id AS "subjectId", ${onboardingOf} AS "onboardingId", e.trace, e.detail, e.address, e.agent
  FROM page JOIN audit_entry e ON e.id = page.id
  LEFT JOIN "user" u ON e.actor_kind = 'user' AND u.id = ${numberOf(Prisma.sql`e.actor_id`)}
  ORDER BY e.id DESC`;

/** A page of the whole trail, newest first; an operator reads it without names and without what people wrote. */
export async function searchTrail(reader: Reader, { cursor, limit, ...search }: AuditSearch): Promise<AuditPage> {
  const rows = await transaction("system", tx => readEntries(tx, selectEntries(search, cursor, limit + 1)));
  const items = rows.slice(0, limit).map(row => toAuditView(row, !isAdmin(reader)));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** All that a search finds, newest first, page after page, up to `most`; an operator reads it masked. */
export async function* walkEntries(reader: Reader, search: AuditExport, most: number): AsyncGenerator<AuditView> {
  const step = 1000;
  let before: number | undefined;
  for (let told = 0; told < most; ) {
    const take = Math.min(step, most - told);
    const ids = selectEntries(search, before, take);
    const rows = await transaction("system", tx => readEntries(tx, ids));
    for (const row of rows) yield toAuditView(row, !isAdmin(reader));
    told += rows.length;
    if (rows.length < take) return;
    before = rows.at(-1)?.id;
  }
}

/** Every action that was ever written, by name; each is one look into the index. */
export async function listActions(): Promise<string[]> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<{ action: string }[]>`
      WITH RECURSIVE known AS (
        (SELECT action FROM audit_entry ORDER BY action LIMIT 1)
        UNION ALL
        SELECT (SELECT action FROM audit_entry WHERE action > known.action ORDER BY action LIMIT 1) FROM known WHERE known.action IS NOT NULL)
      SELECT action FROM known WHERE action IS NOT NULL LIMIT 1000`,
  );
  return rows.map(({ action }) => action);
}

/** The walk over the whole trail that goes on, if one does, and the last one that ended. */
export async function getChecks(): Promise<ChecksView> {
  const [running, last] = await transaction("system", async tx => [
    await tx.auditCheck.findFirst({ where: { endedAt: null } }),
    await tx.auditCheck.findFirst({ where: { endedAt: { not: null } }, orderBy: { id: "desc" } }),
  ]);
  return { running: running && toCheckView(running), last: last && toCheckView(last) };
}
