import { AppError, type FieldError } from "@/lib/platform/errors";
import type { LockHeld } from "@/lib/platform/locks/with-lock";
import type { Decision, Door, RuleOutcome } from "../schema/activation";
import type { MemberState } from "../schema/transition";
import type { Judgement } from "./decide";
import type { Case } from "./find-case";

/** What each broken rule says to people: a key of the `fields` texts. */
const sentences: Record<string, string> = {
  contract_not_active: "contractNotActive",
  unknown_plan: "unknownPlan",
  plan_not_active: "planNotActive",
  plan_not_started: "planNotStarted",
  no_seat: "noSeat",
  direct_not_allowed: "directNotAllowed",
  auto_not_allowed: "autoNotAllowed",
  erased: "memberErased",
  required: "required",
  already_active: "alreadyActive",
  duplicate_core_offering: "duplicateCoreOffering",
};

const standing: Record<MemberState, string> = {
  draft: "memberIsDraft",
  invited: "memberIsInvited",
  otp_verified: "memberIsVerified",
  scheduled: "memberIsScheduled",
  activated: "memberIsActivated",
  deactivated: "memberIsDeactivated",
  expired: "memberIsExpired",
  failed: "memberIsFailed",
};

const toFieldError = ({ field = "", code = "invalid" }: RuleOutcome): FieldError => ({
  field,
  code,
  message: sentences[code] ?? "required",
});

/** Every broken rule of a decision as the fault of a field. */
export const brokenRules = (decision: Decision): FieldError[] =>
  decision.rules.filter(({ ok }) => !ok).map(toFieldError);

// Who holds a link is told what to do, in words of their own.
const ofLink = (state: MemberState) => (state === "otp_verified" ? "inviteIsVerified" : "inviteNotNow");

/** A 409 that names the state, to people and to programs. */
export const illegalTransition = (state: MemberState, door?: Door): AppError =>
  new AppError("illegal_transition", { message: door === "invite" ? ofLink(state) : standing[state], data: { state } });

/** Why a judgement refuses, or null where it grants: what is active already comes first, then the state, then what is missing, all of it at once. */
export function refusalOf({ to, duplicate, decision }: Judgement, of: Case): AppError | null {
  const errors = brokenRules(decision);
  const isDuplicate = decision.rules.some(({ id, ok }) => id === "no_duplicate" && !ok);
  if (duplicate && isDuplicate && duplicate.planId === of.planId)
    return new AppError("already_active", { errors, data: { subscriptionId: duplicate.id } });
  if (to === null) return illegalTransition(of.state);
  if (duplicate && isDuplicate) {
    const data = { subscriptionId: duplicate.id, planSubscriptionId: duplicate.planId };
    return new AppError("duplicate_core_offering", { errors, data });
  }
  return errors.length > 0 ? new AppError("invalid_input", { errors, message: errors[0]?.message }) : null;
}

// Of the holder's door and request callers from outside are told the door.
const outside: ReadonlySet<Door> = new Set(["partner", "invite"]);

/** A 409 for somebody on whom another act is going on at this moment, and whose it is, in as many words as this door's callers may know. */
export function inProgress({ holder, since, retryAfterSeconds }: LockHeld, door: Door): AppError {
  const told = outside.has(door) ? holder.split(" ")[0] : holder;
  return new AppError("activation_in_progress", { data: { holder: told, since }, retryAfterSeconds });
}
