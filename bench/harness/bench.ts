import type { Place } from "./place";

/** What one run measured: numbers by name, such as seconds, answers a second, bytes. */
export type Figures<F extends string = string> = Record<F, number>;

/** A bound on something that follows from the medians: mostly a ratio of two sides. */
export type Goal<S extends string = string, F extends string = string> = {
  title: string;
  value(medians: Record<S, Figures<F>>): number;
  atMost?: number;
  atLeast?: number;
};

/** What the rounds alternate between, and what else should be told. */
export type Prepared<S extends string = string, F extends string = string> = {
  runs: Record<S, () => Promise<Figures<F>>>;
  notes?: Record<string, unknown>;
};

/** One line of the table in docs/performance.md: sides that do the same work (ours, the floor, a peer), and the goals for it. */
export type Bench<S extends string = string, F extends string = string> = {
  name: string;
  /** What is done, in a sentence. */
  work: string;
  goals: readonly Goal<S, F>[];
  /** Rounds that count, 5 unless said; each runs every side once. */
  rounds?: number;
  /** Without it a round that does not count goes before. */
  isCold?: boolean;
  /** Builds data and floor, starts what has to run. What it opens it gives to `place.onEnd`. */
  setUp(place: Place): Promise<Prepared<S, F>>;
};
