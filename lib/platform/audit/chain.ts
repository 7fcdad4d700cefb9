import { sha256 } from "../crypto";

/** What a link of the chain covers: every column of an audit row but its id and its own hash. */
export type Link = {
  at: Date;
  action: string;
  actorKind: string;
  actorId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  detail: unknown;
  address: string | null;
  agent: string | null;
  previousHash: string;
};

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

/** The hash of an audit row; through `previousHash` it stands for all rows before it too. */
export function hashLink(link: Link): string {
  const { at, action, actorKind, actorId, subjectKind, subjectId, detail, address, agent, previousHash } = link;
  const covered = { action, actorKind, actorId, subjectKind, subjectId, detail, address, agent, previousHash };
  return sha256(JSON.stringify(canonical({ ...covered, at: at.toISOString() })));
}
