import { z } from "zod";
import { Door, type RuleOutcome, ruleIds } from "../schema/activation";

const text = z.string().nullable();

/** One try to do something with a member: at which door, who, what was decided and by which rules, how long it took, what came of it. */
export const AttemptView = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  door: Door,
  event: z.string(),
  /** Who tried; staff by name, a partner by its account. */
  actor: z.object({ kind: z.string(), id: text, name: text }),
  fromState: text,
  /** Where it went; null where it was refused, and then `code` says why. */
  toState: text,
  code: text,
  plan: z.object({ id: z.string(), name: text }).nullable(),
  subscriptionId: text,
  rules: z.array(z.object({ id: z.enum(ruleIds), ok: z.boolean() })),
  replaced: text,
  tookMs: z.int(),
  requestId: text,
});
export type AttemptView = z.infer<typeof AttemptView>;

/** Tries, newest first. */
export const AttemptPage = z.object({ items: z.array(AttemptView), nextCursor: z.string().nullable() });
export type AttemptPage = z.infer<typeof AttemptPage>;

// Rows are kept for years: a rule that nobody knows any more is not told of.
const Stored = z.object({
  rules: z.array(z.object({ id: z.string(), ok: z.boolean() })).catch([]),
  wouldEnd: z.string().nullish().catch(null),
});
const known = new Set<string>(ruleIds);

/** What a stored decision says: its rules, and the subscription that ended for it. */
export function readDecision(stored: unknown): Pick<AttemptView, "rules" | "replaced"> {
  const { data } = Stored.safeParse(stored);
  const rules = (data?.rules ?? []).filter(({ id }) => known.has(id)) as Pick<RuleOutcome, "id" | "ok">[];
  return { rules, replaced: data?.wouldEnd ?? null };
}
