import { transaction } from "@/lib/platform/db";
import type { ActivationResult } from "../schema/activation";
import type { DueActivation, ScheduledActivation, ScheduleSearch } from "../schema/schedule";
import type { DirectCall } from "./activate-directly";
import { activateDue } from "./activate-due";
import { cancelIfScheduled } from "./cancel-schedule";
import { findReached, type Reached } from "./find-reached";
import { type Scheduled, schedule } from "./schedule";

const find = (reached: Reached) => transaction("system", tx => findReached(tx, reached));

const callOf = ({ call: { requestId, address, agent }, isDryRun }: DirectCall) => ({
  ...{ requestId, dryRun: isDryRun },
  caller: { address, agent },
});

/** Sets the timer of a member whom a call from inside names. Throws what `findReached` and `schedule` throw. */
export async function scheduleDirectly(body: ScheduledActivation, direct: DirectCall): Promise<Scheduled> {
  const { subscriptionId: contractId, activationDate: dueAt, planSubscriptionId: planId, ...reach } = body;
  const memberId = await find({ contractId, ...reach });
  return schedule({ memberId, planId, dueAt, via: { door: "direct", actor: direct.actor }, ...callOf(direct) });
}

/** Stops it, and tells whether there was one. Throws what `findReached` and `cancelIfScheduled` throw. */
export async function cancelDirectly(search: ScheduleSearch, direct: DirectCall): Promise<boolean> {
  const { subscriptionId: contractId, ...reach } = search;
  const memberId = await find({ contractId, ...reach });
  return cancelIfScheduled({ memberId, via: { door: "direct", actor: direct.actor }, ...callOf(direct) });
}

/** Activates somebody whose time has come, for a scheduler outside. Throws what `findReached` and `activateDue` throw. */
export async function activateDueDirectly(body: DueActivation, direct: DirectCall): Promise<ActivationResult> {
  const { parentSubscriptionId: contractId, ...reach } = body;
  const memberId = await find({ contractId, ...reach });
  return activateDue(memberId, { actor: direct.actor, ...callOf(direct) });
}
