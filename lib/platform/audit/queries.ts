import type { Prisma } from "@/prisma/generated/client";
import { transaction } from "../db";

/** What to look for; `before` is the last id seen. */
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
