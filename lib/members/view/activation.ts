import { z } from "zod";
import { type ActivationResult, ruleIds } from "../schema/activation";
import { memberStates } from "../schema/transition";
import { RuleView, toRuleView } from "./rule";

const State = z.enum(memberStates);

/** Which plan has begun, and which has ended for it. */
export const StaffActivated = z.object({
  subscriptionId: z.string(),
  status: z.literal("activated"),
  activationDate: z.string(),
  replaced: z.string().nullable(),
});

/** What an activation would bring about, and why not; nothing of it was done. */
export const StaffExplained = z.object({
  dryRun: z.literal(true),
  from: State,
  /** Null when it would be refused. */
  to: State.nullable(),
  wouldEnd: z.string().nullable(),
  wouldBegin: z.string(),
  lockFree: z.boolean(),
  wouldMail: z.boolean(),
  rules: z.array(RuleView.extend({ id: z.enum(ruleIds) })),
});
export type StaffExplained = z.infer<typeof StaffExplained>;

/** What an admin's activation answers. */
export const StaffActivationAnswer = z.union([StaffActivated, StaffExplained]);

/** What has begun. */
export function toStaffActivated({ subscriptionId, activatedAt, replaced }: ActivationResult) {
  if (subscriptionId === null) throw new Error("an admin's activation began nothing");
  return { subscriptionId, status: "activated" as const, activationDate: activatedAt.toISOString(), replaced };
}

/** What would, and by which rules. */
export function toStaffExplained({ decision: { rules, ...told } }: ActivationResult): StaffExplained {
  return { dryRun: true, ...told, rules: rules.map(toRuleView) };
}

/** What ended, and where the member stands now. */
export const Deactivated = z.object({ endedSubscriptionIds: z.array(z.string()), endedAt: z.string(), state: State });
