import fc from "fast-check";
import { type MemberEvent, type MemberState, transition } from "@/lib/members/schema/transition";

const dayMs = 86_400_000;

/** Plans of one contract: two of one core offering, one of another, and one that begins in three days and by no date alone. */
export const modelPlans = {
  gold: { allowsAuto: true },
  silver: { allowsAuto: true },
  life: { coreOffering: "life", allowsAuto: true },
  later: { coreOffering: "later", startsOn: new Date(Date.now() + 3 * dayMs) },
};
export type Plan = keyof typeof modelPlans;
type Offering = "health" | "life" | "later";
export const offeringOf: Record<Plan, Offering> = { gold: "health", silver: "health", life: "life", later: "later" };

const eventOfDoor = {
  direct: "admin_activate",
  admin: "admin_activate",
  partner: "partner_call",
  replacing: "partner_call",
  auto: "due",
  invite: "accept",
} as const;
type ModelDoor = keyof typeof eventOfDoor;

/** Those of the table that give no plan and need nothing but their name. */
const plain = ["invite", "resend", "revoke", "details", "otp_ok", "cancel", "expire", "fail"] as const;
export type PlainEvent = (typeof plain)[number];

/** What may befall somebody: a plan is asked for at a door, plans end, a date is set or has come, or one of the plain events. */
export type Step =
  | { do: "ask"; plan: Plan; door: ModelDoor }
  | { do: "stop"; plan?: Plan }
  | { do: "schedule"; plan: Plan }
  | { do: "due" }
  | { do: PlainEvent };

const plan = fc.constantFrom(...(Object.keys(modelPlans) as Plan[]));
const door = fc.constantFrom(...(Object.keys(eventOfDoor) as ModelDoor[]));

/** Any of them, in the mixture in which most are possible. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("ask" as const), plan, door }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stop" as const), plan: fc.option(plan, { nil: undefined }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("schedule" as const), plan }) },
  { weight: 2, arbitrary: fc.constant({ do: "due" as const }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...plain) }) },
);

const ask = (door: ModelDoor, plan: Plan): Step => ({ do: "ask", door, plan });
const stop: Step = { do: "stop" };

/** One life in which every event of the table comes to pass. */
export const everyEvent: Step[] = [
  ...([
    { do: "invite" },
    { do: "resend" },
    { do: "revoke" },
    { do: "invite" },
    { do: "details" },
    { do: "otp_ok" },
  ] as const),
  ...[ask("invite", "gold"), ask("replacing", "silver"), stop],
  ...([
    { do: "schedule", plan: "gold" },
    { do: "cancel" },
    { do: "schedule", plan: "life" },
    { do: "due" },
    stop,
  ] as const),
  ...([{ do: "invite" }, { do: "expire" }, ask("admin", "gold"), stop] as const),
  ...([{ do: "schedule", plan: "gold" }, ask("partner", "gold"), stop, { do: "schedule", plan: "gold" }] as const),
  ...([
    { do: "cancel" },
    { do: "fail" },
    { do: "invite" },
    { do: "otp_ok" },
    ask("invite", "later"),
    { do: "due" },
  ] as const),
];

/** What the rules say of a member, told a second time and without the product's code for it. */
export type Model = {
  state: MemberState;
  active: Partial<Record<Offering, Plan>>;
  /** A link is open. */
  hasInvite: boolean;
  /** For what the timer is set. */
  timer: Plan | null;
};

/** Somebody whom nobody has done anything with. */
export const newModel = (): Model => ({ state: "draft", active: {}, hasInvite: false, timer: null });

const move = (model: Model, to: MemberState): void => {
  model.state = to;
  model.timer = null;
  if (to !== "invited" && to !== "otp_verified") model.hasInvite = false;
};

function expectAsk(model: Model, wanted: Plan, by: ModelDoor, seen: (event: MemberEvent) => void): string | null {
  const had = model.active[offeringOf[wanted]];
  if (had === wanted) return "already_active";
  const event = had !== undefined && by === "replacing" && model.state === "activated" ? "replace" : eventOfDoor[by];
  const to = transition(model.state, event);
  if (to === null) return "illegal_transition";
  if (had !== undefined && event !== "replace") return "duplicate_core_offering";
  if (wanted === "later" && event !== "accept") {
    if (event === "due") move(model, "failed");
    return "invalid_input";
  }
  seen(event);
  move(model, wanted === "later" ? "scheduled" : to);
  if (wanted === "later") model.timer = wanted;
  else model.active[offeringOf[wanted]] = wanted;
  return null;
}

function expectStop(model: Model, only: Plan | undefined): string | null {
  const ended = Object.values(model.active).filter(one => only === undefined || one === only);
  if (model.state !== "activated") return "illegal_transition";
  if (ended.length === 0) return only === undefined ? "illegal_transition" : "invalid_input";
  for (const one of ended) delete model.active[offeringOf[one]];
  if (Object.keys(model.active).length === 0) move(model, "deactivated");
  return null;
}

function expectDue(model: Model, seen: (event: MemberEvent) => void): string | null {
  if (model.timer === null) return Object.keys(model.active).length > 0 ? "already_active" : "not_found";
  return expectAsk(model, model.timer, "auto", seen);
}

/** What is to come of a step: the refusal's code, or null. Changes the model, and tells each event that comes to pass. */
export function expectStep(model: Model, step: Step, seen: (event: MemberEvent) => void): string | null {
  if (step.do === "ask") return expectAsk(model, step.plan, step.door, seen);
  if (step.do === "due") return expectDue(model, seen);
  if (step.do === "stop") {
    const refusal = expectStop(model, step.plan);
    if (refusal === null) seen("deactivate");
    return refusal;
  }
  const to = transition(model.state, step.do);
  if (to === null) return "illegal_transition";
  if (step.do === "schedule" && step.plan === "later") return "invalid_input";
  seen(step.do);
  move(model, to);
  if (step.do === "schedule") model.timer = step.plan;
  if (step.do === "invite") model.hasInvite = true;
  return null;
}
