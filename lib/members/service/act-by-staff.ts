import type { ActivationResult } from "../schema/activation";
import type { StaffSchedule } from "../schema/schedule";
import type { StaffActivation, StaffDeactivation } from "../schema/staff";
import { activate } from "./activate";
import { cancelSchedule } from "./cancel-schedule";
import { deactivate } from "./deactivate";
import type { By } from "./note-act";
import { type Scheduled, schedule } from "./schedule";

type Call = By & { requestId: string };

const viaAdmin = ({ actor }: Call) => ({ door: "admin" as const, actor: { kind: "user" as const, id: actor.id } });

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

/** Has a member activated by themselves at a time to come. Throws what `schedule` throws. */
export const scheduleByStaff = (
  call: Call,
  memberId: number,
  { planSubscriptionId: planId, activationDate: dueAt }: StaffSchedule,
): Promise<Scheduled> => {
  const { requestId, caller } = call;
  return schedule({ memberId, planId, dueAt, via: viaAdmin(call), requestId, caller });
};

/** Stops that. Throws what `cancelSchedule` throws. */
export const cancelByStaff = (call: Call, memberId: number) => {
  const { requestId, caller } = call;
  return cancelSchedule({ memberId, via: viaAdmin(call), requestId, caller });
};
