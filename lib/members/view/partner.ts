import { z } from "zod";
import { maskIdentifier } from "@/lib/platform/auth/identifier";
import type { FieldError } from "@/lib/platform/errors";
import { toWirePath } from "@/lib/platform/http/wire";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { Decision } from "../schema/activation";
import { memberStates } from "../schema/transition";
import type { KnownBy } from "../service/partner/find-person";
import { RuleView, toRuleView } from "./rule";

/** Which plan has begun. */
export const PartnerActivated = z.object({ subscriptionId: z.string(), status: z.literal("activated") });

const State = z.enum(memberStates);

/** Which plans have ended; `subscription_id` is the first of them. */
export const PartnerDeactivated = z.object({
  subscriptionId: z.string().nullable(),
  status: z.literal("deactivated"),
  /** Where the member stands now: `activated` while what others gave goes on. */
  state: State,
  endedSubscriptionIds: z.array(z.string()),
});

/** What a deactivation would end; nothing of it was done. */
export const PartnerEndExplained = z.object({
  dryRun: z.literal(true),
  signature: z.literal("ok"),
  clockSkewSeconds: z.int(),
  from: State,
  /** Null when it would be refused. */
  to: State.nullable(),
  wouldEnd: z.array(z.string()),
  lockFree: z.boolean(),
});

/** What a partner's deactivation answers: what was ended, or with `dry_run` what would be. */
export const PartnerDeactivationAnswer = z.union([PartnerDeactivated, PartnerEndExplained]);

/** What a call would bring about, and why not; nothing of it was done. */
export const PartnerExplained = z.object({
  dryRun: z.literal(true),
  /** Whoever is told this has signed rightly. */
  signature: z.literal("ok"),
  /** How far your clock is ahead of ours; negative when it is behind. */
  clockSkewSeconds: z.int(),
  /** By what the member was known; null when nobody could be meant. */
  member: z.enum(["partner_user_id", "phone_number", "email_id", "new"]).nullable(),
  from: State.nullable(),
  /** Null when it would be refused. */
  to: State.nullable(),
  wouldEnd: z.string().nullable(),
  wouldBegin: z.string().nullable(),
  lockFree: z.boolean(),
  /** The masked address that would be written to. */
  wouldMail: z.string().nullable(),
  rules: z.array(RuleView),
});
export type PartnerExplained = z.infer<typeof PartnerExplained>;

/** What a partner's activation answers: what was done, or with `dry_run` what would be. */
export const PartnerActivationAnswer = z.union([PartnerActivated, PartnerExplained]);

type Asked = { actor: Pick<PartnerActor, "skewSeconds">; knownBy: KnownBy; email: string | null };

/** A decision in the contract's words, for the partner who asked. */
export function toPartnerExplained(decision: Decision, { actor, knownBy, email }: Asked): PartnerExplained {
  const { from, to, wouldEnd, wouldBegin, lockFree, wouldMail, rules } = decision;
  return {
    dryRun: true,
    signature: "ok",
    clockSkewSeconds: actor.skewSeconds,
    member: knownBy,
    ...{ from, to, wouldEnd, wouldBegin, lockFree },
    wouldMail: wouldMail && email ? maskIdentifier({ channel: "email", identifier: email }) : null,
    rules: rules.map(toRuleView),
  };
}

/** Do faults say only that nobody, or somebody else, is meant? Those are told as rules; all others are refused as ever. */
export const isAboutWhom = (faults: readonly FieldError[]): boolean =>
  faults.length > 0 && faults.every(({ code }) => code === "unknown_plan" || code === "taken");

const ruleOf = ({ code }: FieldError) => (code === "unknown_plan" ? "plan_of_contract" : "person_free");

/** Why nobody could be meant by a call, for the partner who asked. */
export const toPartnerRefused = (
  { skewSeconds }: Pick<PartnerActor, "skewSeconds">,
  faults: readonly FieldError[],
): PartnerExplained => ({
  ...{ dryRun: true, signature: "ok", clockSkewSeconds: skewSeconds, member: null, from: null, to: null },
  ...{ wouldEnd: null, wouldBegin: null, lockFree: true, wouldMail: null },
  rules: faults.map(fault => ({
    ...{ id: ruleOf(fault), ok: false },
    field: toWirePath(fault.field),
    code: fault.code,
  })),
});
