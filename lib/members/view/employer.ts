import { z } from "zod";
import { locales } from "@/lib/platform/i18n/locales";

const day = z.iso.date();

/** Where a contract or plan stands today: not begun, going on, over by its days, or ended by an admin. */
export const TermState = z.enum(["coming", "active", "over", "ended"]);
export type TermState = z.infer<typeof TermState>;

/** A plan as staff see it. Without seats as many members as wanted may have it. */
export const PlanView = z.object({
  id: z.string(),
  name: z.string(),
  coreOffering: z.string(),
  state: TermState,
  requiresKyc: z.boolean(),
  allowsDirect: z.boolean(),
  allowsAuto: z.boolean(),
  seats: z.int().nullable(),
  seatsTaken: z.int(),
  seatsFree: z.int().nullable(),
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  retiredAt: z.iso.datetime().nullable(),
});
export type PlanView = z.infer<typeof PlanView>;

/** A contract with its plans; `partner` may activate for it. */
export const ContractView = z.object({
  id: z.string(),
  state: TermState,
  startsOn: day,
  endsOn: day.nullable(),
  cancelledAt: z.iso.datetime().nullable(),
  partner: z.object({ id: z.string(), name: z.string(), isDisabled: z.boolean() }).nullable(),
  members: z.int(),
  plans: z.array(PlanView),
});
export type ContractView = z.infer<typeof ContractView>;

/** An employer as the list shows it. */
export const EmployerItem = z.object({
  id: z.int(),
  name: z.string(),
  /** In which its members are written to. */
  language: z.enum(locales),
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  /** Contracts that are not over, plans of them that are not retired, members, and how many of these are active. */
  contracts: z.int(),
  plans: z.int(),
  members: z.int(),
  activeMembers: z.int(),
});
export type EmployerItem = z.infer<typeof EmployerItem>;

/** A page of employers. */
export const EmployerPage = z.object({ items: z.array(EmployerItem), nextCursor: z.string().nullable() });
export type EmployerPage = z.infer<typeof EmployerPage>;

/** An employer with all that it has bought, newest contract first. */
export const EmployerView = EmployerItem.extend({ contractList: z.array(ContractView) });
export type EmployerView = z.infer<typeof EmployerView>;

/** A day of the database as text. */
export const toDay = (date: Date): string => date.toISOString().slice(0, 10);
const toDayOrNull = (date: Date | null) => date && toDay(date);

type Term = { startsOn: Date | null; endsOn: Date | null; endedAt: Date | null };

/** How days look from today, a day in UTC as text; the last day is still a good one. */
export function termState({ startsOn, endsOn, endedAt }: Term, today: string): TermState {
  if (endedAt) return "ended";
  if (startsOn && toDay(startsOn) > today) return "coming";
  return endsOn && toDay(endsOn) < today ? "over" : "active";
}

// Of a plan's state and its contract's the one that says more against it.
const firstState: readonly TermState[] = ["ended", "over", "coming"];

/** A plan as the database answers. */
export type PlanRow = Omit<PlanView, "state" | "seatsFree" | "startsOn" | "endsOn" | "retiredAt"> & {
  startsOn: Date | null;
  endsOn: Date | null;
  retiredAt: Date | null;
};

/** The days of the contract that a plan is of. */
type PlanParent = { startsOn: Date; endsOn: Date | null; cancelledAt: Date | null };

/** A plan with what can be reckoned of it. It is not active outside the days of its contract, nor after this was cancelled. */
export function toPlanView(row: PlanRow, contract: PlanParent, today: string): PlanView {
  const { startsOn, endsOn, retiredAt, ...plan } = row;
  const own = termState({ startsOn, endsOn, endedAt: retiredAt }, today);
  const whole = termState({ ...contract, endedAt: contract.cancelledAt }, today);
  return {
    ...plan,
    state: firstState.find(state => state === own || state === whole) ?? "active",
    seatsFree: plan.seats === null ? null : plan.seats - plan.seatsTaken,
    startsOn: toDayOrNull(startsOn),
    endsOn: toDayOrNull(endsOn),
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

/** A contract as the database answers. */
export type ContractRow = {
  id: string;
  startsOn: Date;
  endsOn: Date | null;
  cancelledAt: Date | null;
  partner: { id: string; name: string; disabledAt: Date | null } | null;
  plans: PlanRow[];
};

/** A contract with its plans and the number of its members. */
export function toContractView({ partner, plans, ...contract }: ContractRow, members: number, today: string) {
  const { id, startsOn, endsOn, cancelledAt } = contract;
  return {
    id,
    members,
    state: termState({ startsOn, endsOn, endedAt: cancelledAt }, today),
    startsOn: toDay(startsOn),
    endsOn: toDayOrNull(endsOn),
    cancelledAt: cancelledAt?.toISOString() ?? null,
    partner: partner && { id: partner.id, name: partner.name, isDisabled: partner.disabledAt !== null },
    plans: plans.map(plan => toPlanView(plan, contract, today)),
  } satisfies ContractView;
}
