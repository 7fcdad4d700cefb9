import type { Bench, Figures, Goal } from "./bench";

/** A goal with what was measured for it. */
export type Verdict = { title: string; value: number; atMost?: number; atLeast?: number; reached: boolean };

/** The middle of some numbers, the mean of the two middle ones if they are even in number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** The median of each figure over all rounds of a side. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map(name => [name, round(median(rounds.map(one => one[name] ?? Number.NaN)))]));
}

/** Three digits behind the point say enough of a ratio, one of anything large. */
const round = (value: number) => (Math.abs(value) < 100 ? Number(value.toFixed(3)) : Number(value.toFixed(1)));

/** Holds the goals of a bench against its medians. What is not a number reaches nothing. */
export const judge = ({ goals }: Bench, medians: Record<string, Figures>): Verdict[] =>
  goals.map(goal => {
    const value = round(goal.value(medians));
    const { title, atMost, atLeast } = goal;
    return { title, value, ...bounds({ atMost, atLeast }), reached: isReached(goal, value) };
  });

const isReached = ({ atMost, atLeast }: Goal, value: number) =>
  !Number.isNaN(value) &&
  value <= (atMost ?? Number.POSITIVE_INFINITY) &&
  value >= (atLeast ?? Number.NEGATIVE_INFINITY);

const bounds = (given: Pick<Goal, "atMost" | "atLeast">) =>
  Object.fromEntries(Object.entries(given).filter(([, bound]) => bound !== undefined));
