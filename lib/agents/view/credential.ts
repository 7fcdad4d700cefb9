import { z } from "zod";

const KeyFault = z.enum(["auth", "permission", "unreadable"]);
const text = z.string().nullable();

/** What may be told of an account's key to reZEN: never the key. */
export const CredentialView = z.object({
  platform: z.literal("REZEN"),
  lastFour: text,
  /** Whose it is, at reZEN; stays when the key is deleted. */
  agentId: text,
  agentName: text,
  testedAt: z.iso.datetime().nullable(),
  /** Since when and why it is of no use: refused (`auth`), without the right to read its agent (`permission`), or we can no longer open it (`unreadable`). */
  problem: z.object({ at: z.iso.datetime(), class: KeyFault }).nullable(),
  /** What is left of a deleted key, for thirty days. */
  deleted: z.object({ lastFour: z.string(), at: z.iso.datetime() }).nullable(),
  /** A key does not say whose it is, so a new one comes with its agent id. */
  asksAgentId: z.boolean(),
});
export type CredentialView = z.infer<typeof CredentialView>;

const Check = z.enum(["ok", "failed", "not_tried"]);

/** What a test of a key tells: whose it is, or one of six classes, and how far it came. `retryAfter` in seconds. */
export const KeyTestView = z.object({
  ok: z.boolean(),
  class: z.enum(["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected"]).nullable(),
  responseTimeMs: z.int(),
  checks: z.object({ addressAnswers: Check, keyAccepted: Check, mayReadAgent: Check, agentFound: Check }),
  agentId: text,
  agentName: text,
  retryAfter: z.number().nullable(),
});
export type KeyTestView = z.infer<typeof KeyTestView>;

type Kept = {
  lastFour: string;
  testedAt: Date;
  brokenAt: Date | null;
  brokenClass: string | null;
  deletedAt: Date | null;
};

/** A key as it may be shown; null where there is none, and for a while what is left of a deleted one. */
export function toCredentialView(
  saved: Kept | null,
  agent: Pick<CredentialView, "agentId" | "agentName" | "asksAgentId">,
): CredentialView {
  const { deletedAt } = saved ?? { deletedAt: null };
  const kept = deletedAt ? null : saved;
  const problem = kept?.brokenAt ? { at: kept.brokenAt.toISOString(), class: KeyFault.parse(kept.brokenClass) } : null;
  return {
    platform: "REZEN",
    lastFour: kept?.lastFour ?? null,
    ...agent,
    testedAt: kept?.testedAt.toISOString() ?? null,
    problem,
    deleted: saved && deletedAt ? { lastFour: saved.lastFour, at: deletedAt.toISOString() } : null,
  };
}
