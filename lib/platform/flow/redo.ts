import type { PartOutcome } from "./onboarding";
import { isSettled, type StepState } from "./progress";

/**
 * What a run does again: every part; those that are not done (one that broke off goes on where it stopped); or, besides those, a part and all
 * after it from their start. Or some parts only: one that broke off goes on, one that is done begins anew, and the others stay as they are:
 * what was stopped before it had ended is left out, until somebody asks for it.
 */
export type Redo = "all" | "unfinished" | { from: string } | { only: readonly string[] };

/** What a run says of a part that is open and that nobody asked it for: it counts as failed, and goes on where it stopped once it is asked for. */
export const notAsked = {
  code: "not_asked",
  message: "This was not read: it was stopped before, and only other data was asked for.",
} as const;

/** Was it left out because nobody asked for it? */
export const isNotAsked = ({ errorCode }: Pick<PartOutcome, "errorCode">): boolean => errorCode === notAsked.code;

/** What becomes of a part: as it is, on from its cursor, from its start, left out, or what an earlier run has done of it. */
type Plan = "keep" | "go_on" | "anew" | "leave_out" | PartOutcome;

type Part = { step: string; state: StepState; position: number };
/** `first` is the place of the part to begin anew with. */
type Choice = { redo: Redo; first?: number; earlier: readonly PartOutcome[] };

function planNamed(part: Part, only: readonly string[]): Plan {
  if (!only.includes(part.step)) return isSettled(part) ? "keep" : "leave_out";
  return part.state === "done" ? "anew" : "go_on";
}

/** Says what a new run makes of a part: what is done is never run again unasked. */
export function planPart(part: Part, { redo, first = Infinity, earlier }: Choice): Plan {
  if (redo === "all" || part.position >= first) return "anew";
  if (typeof redo === "object" && "only" in redo) return planNamed(part, redo.only);
  const before = earlier.find(one => one.step === part.step);
  if (before?.state === "done" && (part.state === "done" || part.state === "skipped")) return before;
  return part.state === "done" ? "keep" : "go_on";
}
