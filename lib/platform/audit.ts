import { sha256 } from "./crypto";
import type { Tx } from "./db";

/** Something that happened, for the record; never holds a secret, a code or a whole phone number. */
export type AuditFact = {
  action: string; // store.onboarding_skipped
  actor: { kind: "user" | "system" | "partner" | "anonymous"; id?: number | string };
  subject?: { kind: string; id: number | string };
  detail?: Record<string, unknown>;
  address?: string;
  agent?: string;
};

const chainLock = 7_204_001;
const text = (value: number | string | undefined) => (value === undefined ? null : String(value));
// A value in a log line must not be able to start a new one.
const oneLine = (value: string | undefined) => value?.replace(/[\p{Cc}\u2028\u2029]/gu, " ").slice(0, 300) ?? null;

/** Keys in order at every depth, so that the hash does not depend on how the database keeps JSON. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

/** Writes an audit row in the transaction of the change; each row holds the hash of the one before it. Call it late: it takes the chain's lock until the commit. */
export async function audit(tx: Tx, fact: AuditFact): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${chainLock})`;
  const last = await tx.auditEntry.findFirst({ orderBy: { id: "desc" }, select: { hash: true } });
  const row = {
    at: new Date(),
    action: fact.action,
    actorKind: fact.actor.kind,
    actorId: text(fact.actor.id),
    subjectKind: fact.subject?.kind ?? null,
    subjectId: text(fact.subject?.id),
    detail: JSON.parse(JSON.stringify(fact.detail ?? {})) as object,
    address: oneLine(fact.address),
    agent: oneLine(fact.agent),
    previousHash: last?.hash ?? "",
  };
  await tx.auditEntry.create({
    data: { ...row, hash: sha256(JSON.stringify(canonical({ ...row, at: row.at.toISOString() }))) },
  });
}
