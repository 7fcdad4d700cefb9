import type { AuditAction } from "./audit/action-names";
import { spellLink } from "./audit/chain";
import { Prisma, type Tx } from "./db";
import { currentTrace } from "./outbound/trace";

/** Something that happened, for the record; never holds a secret, a code or a whole phone number. */
export type AuditFact = {
  action: AuditAction; // store.onboarding_skipped
  actor: { kind: "user" | "system" | "partner" | "anonymous"; id?: number | string };
  subject?: { kind: string; id: number | string };
  detail?: Record<string, unknown>;
  address?: string;
  agent?: string;
};

const text = (value: number | string | undefined) => (value === undefined ? null : String(value));
const isOdd = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
// Whoever reads the trail line by line must not be shown lines that somebody else wrote, nor any back to front.
const oneLine = (value: string, longest: number) =>
  value.toWellFormed().replace(isOdd, " ").slice(0, longest).toWellFormed();
const shortLine = (value: string | undefined) => (value === undefined ? null : oneLine(value, 300));

function plainDetail(detail: Record<string, unknown> = {}): object {
  const plain = (_: string, value: unknown) => (typeof value === "string" ? oneLine(value, 2000) : value);
  return JSON.parse(JSON.stringify(detail, plain)) as object;
}

function toRow(fact: AuditFact): Prisma.Sql {
  const row = {
    at: new Date(),
    action: fact.action,
    actorKind: fact.actor.kind,
    actorId: text(fact.actor.id),
    subjectKind: fact.subject?.kind ?? null,
    subjectId: text(fact.subject?.id),
    detail: plainDetail(fact.detail),
    address: shortLine(fact.address),
    agent: shortLine(fact.agent),
    trace: shortLine(currentTrace()),
  };
  const { before, after } = spellLink(row);
  return Prisma.sql`(${row.at}::timestamptz, ${row.action}, ${row.actorKind}, ${row.actorId}, ${row.subjectKind}, ${row.subjectId},
    ${JSON.stringify(row.detail)}::jsonb, ${row.address}, ${row.agent}, ${before}, ${after}, ${row.trace})`;
}

/**
 * Writes audit rows, in their order, in the transaction of the change; each row holds the hash of the one before it and the support code under which we
 * work. Call it late and once: it takes the chain's lock until the commit, and everybody else waits for it. So lock, last hashes and new rows are one statement.
 */
export async function audit(tx: Tx, ...facts: readonly AuditFact[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.$executeRaw`
    SELECT append_audit(at, action, actor_kind, actor_id, subject_kind, subject_id, detail, address, agent, link_before, link_after, trace)
    FROM (VALUES ${Prisma.join(facts.map(toRow))}) AS fact (at, action, actor_kind, actor_id, subject_kind, subject_id, detail, address, agent,
      link_before, link_after, trace)`;
}
