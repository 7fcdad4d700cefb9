import { z } from "zod";
import { OnboardingKind } from "../onboardings/schema";

/** How something that a subject needs stands: somebody has to do it, may do it later, it goes on by itself, it went wrong, or it is there. */
export const ReadinessState = z.enum(["due", "later", "waiting", "problem", "done"]);
export type ReadinessState = z.infer<typeof ReadinessState>;

/** Who moves it: whose subject it is, our staff, the partner, or the provider that is asked. */
export const ReadinessOwner = z.enum(["user", "admin", "partner", "upstream"]);
export type ReadinessOwner = z.infer<typeof ReadinessOwner>;

/** What a subject needs; stored nowhere and never renamed. Its words are `readiness.codes`. */
export const RequirementCode = z.enum([
  ...["merchant_profile", "letzshop_api", "product_import", "order_sync", "orders", "products", "letzshop_key"],
  ...["invoice", "rows", "articles", "languages", "description"],
  ...["basic_info", "visual_profile", "professional_details", "bio_about", "experience_certifications"],
  ...["pictures", "offering", "shown_offering"],
  ...["details", "identity", "activation", "subscription"],
  ...["first_data", "rezen_key", "pause", "agent_data", "team_roster", "listings", "transactions", "sponsor_tree"],
  ...["contributions", "cap_data", "equity", "revshare"],
  ...["customer_record", "credential_validation", "workflow_sync", "user_access", "monitoring"],
  ...["credentials", "syncs", "manager"],
] as const);
export type RequirementCode = z.infer<typeof RequirementCode>;

/** Why it is not done: a word of ours, never a value of anybody's. Its sentence is `readiness.reasons`. */
export const RequirementReason = z.enum([
  ...["not_answered", "comes_after", "skipped", "not_begun", "not_finished", "goes_on", "tried_again", "stopped"],
  ...["no_answer", "slowed_down", "odd_answer", "our_fault", "refused_content"],
  ...["key_missing", "key_refused", "right_missing", "key_unreadable", "wrong_address", "other_tenant", "untested"],
  ...["could_be_better", "details_missing", "not_invited", "invited", "not_agreed", "scheduled", "activation_failed"],
  ...["invite_expired", "ended", "contract_over", "paused", "too_many_failures", "nobody_joined", "with_us"],
] as const);
export type RequirementReason = z.infer<typeof RequirementReason>;

/** One thing that a subject needs. `fix_url` is where its owner settles it, down to the field; null where that is no page of ours or not the reader's. */
export const RequirementView = z.object({
  code: RequirementCode,
  state: ReadinessState,
  owner: ReadinessOwner,
  reason: RequirementReason.nullable(),
  fixUrl: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  deadline: z.iso.datetime().nullable(),
});
export type RequirementView = z.infer<typeof RequirementView>;

/** All that one subject needs, in the order in which it is settled. */
export const ReadinessView = z.array(RequirementView);
export type ReadinessView = z.infer<typeof ReadinessView>;

/** What each subject of a person needs, and whether it is let in already. */
export const OwnReadinessView = z.object({
  items: z.array(z.object({ kind: OnboardingKind, id: z.int(), isThrough: z.boolean(), requirements: ReadinessView })),
});
export type OwnReadinessView = z.infer<typeof OwnReadinessView>;

/** What one of a partner's people needs. */
export const PartnerReadinessView = z.object({ isThrough: z.boolean(), requirements: ReadinessView });
export type PartnerReadinessView = z.infer<typeof PartnerReadinessView>;

/** The worst state of what a subject needs, and how many of each there are. */
export type ReadinessBadge = { state: ReadinessState; counts: Record<ReadinessState, number> };

/** Whose readiness an address is about. */
export const ReadinessParams = z.strictObject({
  kind: OnboardingKind,
  id: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});
