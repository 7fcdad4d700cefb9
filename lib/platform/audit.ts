import { hashLink } from "./audit/chain";
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
const isOdd = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
// Whoever reads the trail line by line must not be shown lines that somebody else wrote, nor any back to front.
const oneLine = (value: string, longest: number) =>
  value.toWellFormed().replace(isOdd, " ").slice(0, longest).toWellFormed();
const shortLine = (value: string | undefined) => (value === undefined ? null : oneLine(value, 300));

function plainDetail(detail: Record<string, unknown> = {}): object {
  const plain = (_: string, value: unknown) => (typeof value === "string" ? oneLine(value, 2000) : value);
  return JSON.parse(JSON.stringify(detail, plain)) as object;
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
    detail: plainDetail(fact.detail),
    address: shortLine(fact.address),
    agent: shortLine(fact.agent),
    previousHash: last?.hash ?? "",
  };
  // A tenant may write a row, and read no more than the chain needs: so only the id comes back.
  await tx.auditEntry.create({ data: { ...row, hash: hashLink(row) }, select: { id: true } });
}
