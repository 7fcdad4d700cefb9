import type { PartOutcome } from "./onboarding";
import type { StepState } from "./progress";

/**
 * What a run does again: every part; those that are not done (one that broke off goes on where it stopped); or, besides those, a part and all
 * after it from their start.
 */
export type Redo = "all" | "unfinished" | { from: string };

/** What becomes of a part: as it is, on from its cursor, from its start, or what an earlier run has done of it. */
type Plan = "keep" | "go_on" | "anew" | PartOutcome;

type Part = { step: string; state: StepState; position: number };
/** `first` is the place of the part to begin anew with. */
type Choice = { redo: Redo; first?: number; earlier: readonly PartOutcome[] };

/** Says what a new run makes of a part: what is done is never run again unasked. */
export function planPart(part: Part, { redo, first = Infinity, earlier }: Choice): Plan {
  if (redo === "all" || part.position >= first) return "anew";
  const before = earlier.find(one => one.step === part.step);
  if (before?.state === "done" && (part.state === "done" || part.state === "skipped")) return before;
  return part.state === "done" ? "keep" : "go_on";
}
