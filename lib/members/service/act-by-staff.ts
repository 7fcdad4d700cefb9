import type { ActivationResult } from "../schema/activation";
import type { StaffActivation, StaffDeactivation } from "../schema/staff";
import { activate } from "./activate";
import { deactivate } from "./deactivate";
import type { By } from "./note-act";

type Call = By & { requestId: string };

/** Gives a member a plan by the door of the admins; with `dryRun` only says what would happen. Throws what `activate` throws. */
export const activateByStaff = (
  { actor, caller, requestId }: Call,
  memberId: number,
  { planSubscriptionId, replaces }: StaffActivation,
  { dryRun }: { dryRun: boolean },
): Promise<ActivationResult> =>
  activate({
    ...{ memberId, planId: planSubscriptionId, requestId, caller, dryRun },
    via: { door: "admin", actor: { kind: "user", id: actor.id }, allowsReplacement: replaces },
  });

/** Ends a member's plans, or one of them. Throws what `deactivate` throws. */
export async function deactivateByStaff(
  { actor, caller, requestId }: Call,
  memberId: number,
  { planSubscriptionId, reason }: StaffDeactivation,
) {
  const via = { door: "admin" as const, actor: { kind: "user" as const, id: actor.id } };
  const done = await deactivate({ memberId, planId: planSubscriptionId, via, reason, requestId, caller });
  return { ...done, endedAt: done.endedAt.toISOString() };
}
