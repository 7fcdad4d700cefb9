import type { RuleOutcome } from "../schema/activation";
import type { MemberState } from "../schema/transition";
import type { Act } from "./act";
import { befall, rehearseEvent } from "./befall";
import { decide } from "./decide";
import { findCase } from "./find-case";
import { readTerms, requirePlan, type Terms, type Wish } from "./schedule-terms";

/** Who shall be activated by themselves, when and for what, by whose word. A dry run throws as the act does, and changes nothing. */
export type Scheduling = Pick<Act, "memberId" | "via" | "requestId" | "caller"> & Wish & { dryRun?: boolean };

/** What was scheduled, and what holds of it today of that which a date does not change: seats and details. */
export type Scheduled = { planId: string; dueAt: Date; from: MemberState; rules: RuleOutcome[] };

// Contract and plan were asked for the day itself.
const ofTheDay: ReadonlySet<string> = new Set(["contract_active", "plan_active"]);

/**
 * Sets the timer by which a member is activated, and ends an open invite. Whether the member may have the plan is judged when the time has come.
 * Throws what `befall` throws, and `invalid_input` for a plan that may not begin by itself, and for a time that is past, more than two years
 * ahead, or outside the days of contract and plan.
 */
export async function schedule({ dryRun, ...input }: Scheduling): Promise<Scheduled> {
  const { memberId, dueAt, via, requestId, caller } = input;
  let terms: Terms | null = null;
  const happening = { memberId, via, requestId, caller, event: "schedule" as const, planId: input.planId };
  return (dryRun ? rehearseEvent : befall)<Scheduled>(happening, {
    // Before the member moves: the invite, of which the plan may follow, ends with it.
    circumstances: async tx => {
      terms = await readTerms(tx, input);
      return {};
    },
    apply: async (tx, { state }) => {
      const planId = requirePlan(terms);
      await tx.$executeRaw`
        INSERT INTO activation_timer (member_id, plan_subscription_id, due_at, set_by, created_at)
        VALUES (${memberId}, ${planId}, ${dueAt}::timestamptz, 'schedule', app_now())`;
      const of = await findCase(tx, { memberId, planId }, false);
      const rules = of ? decide(of, { door: "auto", allowsReplacement: false }).decision.rules : [];
      return {
        result: { planId, dueAt, from: state, rules: rules.filter(({ id }) => !ofTheDay.has(id)) },
        ...{ action: "member.scheduled", planId, detail: { dueAt: dueAt.toISOString() } },
      };
    },
  });
}
