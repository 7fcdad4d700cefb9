import type {
  ReadinessBadge,
  ReadinessOwner,
  ReadinessState,
  ReadinessView,
  RequirementReason,
  RequirementView,
} from "./schema";

/** One thing that a subject needs; `isGate`: as long as it is open, nobody gets in. */
export type Requirement = RequirementView & { isGate: boolean };

/** A moment as the database or a row of JSON tells it. */
export type Moment = Date | string | null | undefined;

const toIso = (at: Moment): string | null => (at ? new Date(at).toISOString() : null);

type Rest = Partial<Pick<Requirement, "fixUrl" | "isGate">> & { since?: Moment; deadline?: Moment };

/** Makes a requirement that is open: how it stands, who moves it, and why it is not done. */
export const open = (
  code: Requirement["code"],
  [state, owner, reason]: readonly [Exclude<ReadinessState, "done">, ReadinessOwner, RequirementReason],
  { since, deadline, fixUrl = null, isGate = false }: Rest = {},
): Requirement => ({ code, state, owner, reason, fixUrl, since: toIso(since), deadline: toIso(deadline), isGate });

/** Makes a requirement that is there, since when. */
export const done = (
  code: Requirement["code"],
  owner: ReadinessOwner,
  { since, deadline, isGate = false }: Rest = {},
): Requirement => ({
  ...{ code, state: "done", owner, reason: null, fixUrl: null },
  ...{ since: toIso(since), deadline: toIso(deadline), isGate },
});

// From the worst to the best.
const states: readonly ReadinessState[] = ["problem", "due", "waiting", "later", "done"];
const holdsUp: ReadonlySet<ReadinessState> = new Set(["due", "waiting", "problem"]);

/** Is a subject let in: nothing that its gate needs is due, waits or went wrong? The one place that decides it. */
export const isThrough = (requirements: readonly Requirement[]): boolean =>
  !requirements.some(one => one.isGate && holdsUp.has(one.state));

/** Is all done that the gate needs, so that nobody had to be let in before? */
export const isWhole = (requirements: readonly Requirement[]): boolean =>
  requirements.every(one => !one.isGate || one.state === "done");

/** The worst state of what a subject needs, and how many of each there are. */
export function badgeOf(requirements: readonly Pick<Requirement, "state">[]): ReadinessBadge {
  const countOf = (state: ReadinessState) => requirements.filter(one => one.state === state).length;
  const counts = Object.fromEntries(states.map(state => [state, countOf(state)])) as ReadinessBadge["counts"];
  return { state: states.find(state => counts[state] > 0) ?? "done", counts };
}

const toView = ({ isGate: _, ...view }: Requirement): RequirementView => view;

/** What staff read: everything, with the way to where its owner settles it. */
export const toReadinessView = (requirements: readonly Requirement[]): ReadinessView => requirements.map(toView);

// Where the other side was given up, whoever sees that it answers again may say so.
const isAnybodys = ({ owner, state, fixUrl }: Requirement): boolean =>
  owner === "upstream" && state === "problem" && !fixUrl?.startsWith("/admin/");

/** What is told to one of its owners outside of our house: of what is our staff's only that it is with us, and no address of a desk that is not theirs. */
export const toOwnView = (requirements: readonly Requirement[], owner: "user" | "partner"): ReadinessView =>
  requirements.map(one => {
    const view = one.owner === owner || isAnybodys(one) ? toView(one) : { ...toView(one), fixUrl: null };
    return one.owner === "admin" && one.state === "problem" ? { ...view, reason: "with_us" } : view;
  });
