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
  /** The support code under which it happened; entries of before there was one have none, and their hashes do not know of it. */
  trace: string | null;
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

/** What the hash of a row is made of, but for the previous hash, which stands between the two: only who holds the chain's lock knows it. */
export function spellLink(link: Omit<Link, "previousHash">): { before: string; after: string } {
  const { at, action, actorKind, actorId, subjectKind, subjectId, detail, address, agent, trace } = link;
  const before = canonical({ action, actorKind, actorId, detail, address, agent, at: at.toISOString() });
  const after = canonical({ subjectKind, subjectId, ...(trace === null ? {} : { trace }) });
  return {
    before: `${JSON.stringify(before).slice(0, -1)},"previousHash":"`,
    after: `",${JSON.stringify(after).slice(1)}`,
  };
}

/** The hash of an audit row; through `previousHash` it stands for all rows before it too. `append_audit` makes the same in the database. */
export function hashLink(link: Link): string {
  const { before, after } = spellLink(link);
  return sha256(before + link.previousHash + after);
}
