import { z } from "zod";
import { ruleIds } from "../schema/activation";
import { memberStates } from "../schema/transition";
import type { Scheduled } from "../service/schedule";
import { StaffExplained } from "./activation";
import { DirectActivated } from "./direct";
import { RuleView, toRuleView } from "./rule";

/** When a member is activated by themselves, and for which plan; `subscription_id` is the contract's. */
export const ScheduledView = z.object({
  subscriptionId: z.string(),
  planSubscriptionId: z.string(),
  status: z.literal("scheduled"),
  scheduledDate: z.iso.datetime(),
});

/** What a call would schedule, and which rules about seats and details hold today: all of them are asked again when the time has come. */
export const ScheduleExplained = ScheduledView.omit({ status: true }).extend({
  dryRun: z.literal(true),
  from: z.enum(memberStates),
  to: z.literal("scheduled"),
  rules: z.array(RuleView.extend({ id: z.enum(ruleIds) })),
});

/** What scheduling answers: what was done, or with `dry_run` what would be. */
export const ScheduleAnswer = z.union([ScheduledView, ScheduleExplained]);
export type ScheduleAnswer = z.infer<typeof ScheduleAnswer>;

/** A schedule in the contract's words, or what it would be. */
export function toScheduleAnswer(subscriptionId: string, done: Scheduled, isDryRun: boolean): ScheduleAnswer {
  const { planId: planSubscriptionId, dueAt, from, rules } = done;
  const told = { subscriptionId, planSubscriptionId, scheduledDate: dueAt.toISOString() };
  if (!isDryRun) return { ...told, status: "scheduled" };
  return { ...told, dryRun: true, from, to: "scheduled", rules: rules.map(toRuleView) };
}

/** Whether there was a schedule that is stopped now, or with `dry_run` would be. */
export const CancelAnswer = z.object({
  subscriptionId: z.string(),
  cancelled: z.boolean(),
  dryRun: z.literal(true).optional(),
});

/** What the door of a scheduler outside answers. */
export const DueAnswer = z.union([DirectActivated, StaffExplained]);

/** When a member is activated by themselves, for staff. */
export const StaffScheduled = ScheduledView.omit({ subscriptionId: true });

/** A schedule as staff made it. */
export const toStaffScheduled = ({ planId, dueAt }: Scheduled) => ({
  ...{ planSubscriptionId: planId, status: "scheduled" as const },
  scheduledDate: dueAt.toISOString(),
});

/** Where a member stands after their schedule was cancelled. */
export const ScheduleCancelled = z.object({ status: z.enum(memberStates) });
