import { z } from "zod";
import { maskName } from "../mask";

/** One thing that an entry tells: its name, what it is, and what it was before where that is known. */
export const AuditFactView = z.object({ name: z.string(), before: z.string().nullable(), value: z.string() });
export type AuditFactView = z.infer<typeof AuditFactView>;

/** An entry of the trail; where from and with what only to admins. */
export const AuditView = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  action: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  /** The onboarding of whom it is about. */
  onboardingId: z.int().nullable(),
  /** The support code under which it happened. */
  trace: z.string().nullable(),
  facts: z.array(AuditFactView),
  address: z.string().nullable(),
  agent: z.string().nullable(),
});
export type AuditView = z.infer<typeof AuditView>;

/** A page of the trail, newest first. */
export const AuditPage = z.object({ items: z.array(AuditView), nextCursor: z.int().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

/** How a walk over the whole trail stands, or what it found: `brokenId` is the first entry that does not fit. */
export const CheckView = z.object({
  id: z.int(),
  state: z.enum(["running", "done"]),
  checked: z.int(),
  total: z.int().nullable(),
  verdict: z.enum(["whole", "changed", "deleted", "inserted"]).nullable(),
  brokenId: z.int().nullable(),
  /** The last entry that is whole; null before the first. */
  lastId: z.int().nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type CheckView = z.infer<typeof CheckView>;

/** The walk that goes on, and the last one that ended. */
export const ChecksView = z.object({ running: CheckView.nullable(), last: CheckView.nullable() });
export type ChecksView = z.infer<typeof ChecksView>;

/** An entry as the database answers. */
export type FoundEntry = {
  id: number;
  at: Date;
  action: string;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  onboardingId: number | null;
  trace: string | null;
  detail: unknown;
  address: string | null;
  agent: string | null;
};

const hidden = "•••";
// No entry holds one; whoever forgets that is still not shown it.
const isSecret = /secret|password|token|passw|api_?key|otp|signature|code_?hash|^code$/i;
// Words of ours under these names tell of nobody.
const isOpen =
  /^(action|because|budget|channels?|class|every|fields?|from|job|jobs?Id|kind|outcome|period|purpose|redo|role|rule|sent|state|status|step|to|trigger|via|why|without)$/;
const isWord = /^[a-z0-9_.:-]{1,60}$/i;

type Reading = { isMasked: boolean };

function textOf(name: string, value: unknown, { isMasked }: Reading): string {
  if (isSecret.test(name) && !/Replaced$|^is[A-Z]/.test(name)) return hidden;
  if (value === null || value === undefined) return "–";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return JSON.stringify(value);
  return isMasked && !(isOpen.test(name) && isWord.test(value)) ? hidden : value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPlain = (value: unknown) => typeof value !== "object" || value === null;

function listOf(name: string, value: readonly unknown[], reading: Reading): string {
  const told = value.map(one => textOf(name, one, reading));
  return told.length > 0 ? told.join(", ") : "–";
}

const oneText = (name: string, value: unknown, reading: Reading) =>
  Array.isArray(value) && value.every(isPlain) ? listOf(name, value, reading) : textOf(name, value, reading);

const pairs = [
  ["from", "to"],
  ["before", "after"],
] as const;

/** What was and what is, side by side: of two objects each of their fields that differs. */
function differences(name: string, [was, is]: readonly [unknown, unknown], reading: Reading): AuditFactView[] {
  if (isObject(was) && isObject(is)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    const changed = names.filter(key => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
    return changed.flatMap(key => differences(name ? `${name}.${key}` : key, [was[key], is[key]], reading));
  }
  const key = name.slice(name.lastIndexOf(".") + 1) || "to";
  return [{ name, before: oneText(key, was, reading), value: oneText(key, is, reading) }];
}

/** What an entry tells, by name: `from` and `to` as a difference, what is nested with the names on the way to it. */
export function factsOf(detail: unknown, reading: Reading, path = "", depth = 0): AuditFactView[] {
  if (!isObject(detail)) return [];
  const pair = pairs.find(([was, is]) => was in detail && is in detail);
  const told = pair ? differences(path, [detail[pair[0]], detail[pair[1]]], reading) : [];
  const rest = Object.entries(detail).filter(([name]) => !pair?.some(one => one === name));
  const others = rest.flatMap(([name, value]) => {
    const full = path ? `${path}.${name}` : name;
    if (depth < 3 && isObject(value)) return factsOf(value, reading, full, depth + 1);
    if (depth < 3 && Array.isArray(value) && value.some(isObject) && value.length <= 20)
      return value.flatMap((one, at) => factsOf(one, reading, `${full}.${at + 1}`, depth + 1));
    // What lies deeper or is longer is not told to those who may not see all of it.
    if (!isPlain(value) && reading.isMasked && !(Array.isArray(value) && value.every(isPlain)))
      return [{ name: full, before: null, value: hidden }];
    return [{ name: full, before: null, value: oneText(name, value, reading) }];
  });
  return [...told, ...others];
}

/** An entry for the desk; with `isMasked` without names, words that somebody wrote, and where they called from. */
export function toAuditView(entry: FoundEntry, isMasked: boolean): AuditView {
  const { id, at, action, actorKind, actorId, actorName, subjectKind, subjectId, onboardingId, trace } = entry;
  const name = actorName !== null && isMasked ? maskName(actorName) : actorName;
  return {
    ...{ id, at: at.toISOString(), action, onboardingId, trace },
    actor: { kind: actorKind, id: actorId, name },
    subject: subjectKind !== null && subjectId !== null ? { kind: subjectKind, id: subjectId } : null,
    facts: factsOf(entry.detail, { isMasked }),
    address: isMasked ? null : entry.address,
    agent: isMasked ? null : entry.agent,
  };
}

/** A walk as the database answers. */
export type FoundCheck = {
  id: number;
  total: number | null;
  checked: number;
  entryId: number;
  verdict: string | null;
  brokenId: number | null;
  createdAt: Date;
  endedAt: Date | null;
};

/** A walk for the desk. */
export const toCheckView = ({ entryId, verdict, createdAt, endedAt, ...rest }: FoundCheck): CheckView => ({
  ...{ id: rest.id, checked: rest.checked, total: rest.total, brokenId: rest.brokenId },
  state: endedAt ? "done" : "running",
  verdict: verdict as CheckView["verdict"],
  lastId: entryId > 0 ? entryId : null,
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});
