import type { Decision, Door, RuleId, RuleOutcome } from "../schema/activation";
import { type MemberEvent, type MemberState, transition } from "../schema/transition";
import type { ActiveSubscription, Case } from "./find-case";

/** What a door lets its callers do: put a plan in the place of another of the same core offering. */
export type Allowance = { door: Door; allowsReplacement: boolean };

/** The decision, and by which event of the transition table it would come. */
export type Judgement = {
  event: MemberEvent;
  to: MemberState | null;
  duplicate: ActiveSubscription | null;
  decision: Decision;
};

/** By which event each door activates. */
export const eventOf: Record<Door, MemberEvent> = {
  direct: "admin_activate",
  admin: "admin_activate",
  partner: "partner_call",
  auto: "due",
  invite: "accept",
};

type Fault = { field: string; code: string };
type Rule = { id: RuleId; holds: boolean } & Fault;

const rule = (id: RuleId, holds: boolean, field: string, code: string): Rule => ({ id, holds, field, code });
const plan = "planSubscriptionId";

// Of a plan of another contract nothing is told but that it is unknown.
const knownPlan = ({ plan: asked, contractId }: Case) => (asked?.parentSubscriptionId === contractId ? asked : null);

// Whoever has accepted a plan only waits for its first day: what others get by a date alone is another matter.
const mayBeginByItself = (of: Case) => of.hasAccepted || (knownPlan(of)?.allowsAuto ?? true);

function planRules(of: Case, { door }: Allowance): Rule[] {
  const known = knownPlan(of);
  // Who accepts an invitation may come before contract and plan begin, and is scheduled.
  const mayWait = door === "invite";
  const mayStart = mayWait || !known || !of.startsLater || !of.hasContractBegun;
  const isOver = known ? known.isRetired || known.hasEnded : false;
  return [
    rule("contract_active", of.isContractOpen && (mayWait || of.hasContractBegun), plan, "contract_not_active"),
    rule("plan_of_contract", known !== null, plan, "unknown_plan"),
    rule("plan_active", !isOver && mayStart, plan, isOver ? "plan_not_active" : "plan_not_started"),
    rule("seat_free", known?.hasSeat ?? true, plan, "no_seat"),
    rule("direct_allowed", door !== "direct" || (known?.allowsDirect ?? true), plan, "direct_not_allowed"),
    rule("auto_allowed", door !== "auto" || mayBeginByItself(of), plan, "auto_not_allowed"),
  ];
}

const missing = (id: RuleId, isThere: boolean, field: string): Rule => rule(id, isThere, field, "required");

function detailRules(of: Case): Rule[] {
  const always = [
    rule("not_erased", !of.isErased, "memberId", "erased"),
    missing("name", of.name !== null, "name"),
    missing("dob", of.hasDob, "dob"),
    missing("gender", of.hasGender, "gender"),
    missing("relation", of.hasRelation, "relation"),
    missing("reach", of.hasPhone || of.email !== null, "phoneNumber"),
  ];
  if (!knownPlan(of)?.requiresKyc) return always;
  return [
    ...always,
    missing("govt_id", of.hasGovtId, "govtIdValue"),
    missing("address", of.hasAddress, "addrLine"),
    missing("pincode", of.hasPincode, "pincode"),
    missing("nominee", of.hasNominee, "nomineeDetails"),
  ];
}

function duplicateRule(duplicate: ActiveSubscription | null, of: Case, { allowsReplacement }: Allowance): Rule {
  const isSame = duplicate?.planId === of.planId;
  const mayBegin = duplicate === null || (allowsReplacement && !isSame);
  return rule("no_duplicate", mayBegin, plan, isSame ? "already_active" : "duplicate_core_offering");
}

const toOutcome = ({ id, holds, field, code }: Rule): RuleOutcome =>
  holds ? { id, ok: true } : { id, ok: false, field, code };

/** What is to be done about a member who asks for a plan, by what is known of both: nothing is read and nothing written here. */
export function decide(of: Case, allowance: Allowance): Judgement {
  const known = knownPlan(of);
  const duplicate = of.active.find(({ coreOffering }) => coreOffering === known?.coreOffering) ?? null;
  const rules = [...planRules(of, allowance), ...detailRules(of), duplicateRule(duplicate, of, allowance)];
  const isEligible = rules.every(({ holds }) => holds);
  const isReplacement = duplicate !== null && allowance.allowsReplacement && duplicate.planId !== of.planId;
  const event = isReplacement && of.state === "activated" ? "replace" : eventOf[allowance.door];
  const to = transition(of.state, event, { startsLater: of.startsLater, isEligible });
  const isGranted = isEligible && to !== null;
  const begins = isGranted && to === "activated";
  const decision: Decision = {
    rules: rules.map(toOutcome),
    wouldEnd: begins && duplicate ? duplicate.id : null,
    wouldBegin: of.planId,
    lockFree: true,
    wouldMail: begins && of.email !== null,
    from: of.state,
    to: isGranted ? to : null,
  };
  return { event, to, duplicate, decision };
}
