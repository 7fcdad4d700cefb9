import type { ZodType } from "zod";
import type { Tx } from "../db";
import { mostAttempts, type OnFailure } from "./progress";
import type { Kind } from "./subject";

/** The transaction a person's step writes in, and whose onboarding it is. */
export type PersonContext = { tx: Tx; subjectId: number; onboardingId: number };

/** A value that a source tells of a field: from where, of which day (ISO), and whether it may well be wrong. */
export type Told = { value: string; source: string; at: string; isGuess: boolean };

/** What is told of a step, by its fields. */
export type ToldFields = Record<string, Told>;

/** One page of a worker's step: how far it is, and where to go on after a crash. */
export type Page = { done: number; total?: number | null; cursor?: unknown };

/** What a worker's step knows. */
export type WorkerContext = {
  subjectId: number;
  onboardingId: number;
  runId: number;
  /** Where the last committed page ended; null at the start. */
  cursor: unknown;
  /** Aborted when the worker is told to stop: end at the next page by `signal.throwIfAborted()`. */
  signal: AbortSignal;
  /** Commits one page: progress, rows and cursor (read last, so that `write` may complete it) in one transaction, which a worker that was replaced cannot commit. */
  page: (page: Page, write?: (tx: Tx) => Promise<void>) => Promise<void>;
};

/** A step that a worker runs inside a person's step; its result is kept; a throw makes it failed or retrying. */
export type Part = {
  id: string; // snake_case, stored, never renamed
  title: string;
  /** A reason to skip it, or null. */
  skip?: (context: WorkerContext) => Promise<string | null>;
  run: (context: WorkerContext) => Promise<Record<string, unknown>>;
};

/** One step of the ordered list: asked by `input`, proved outside any transaction by `prepare`, written by `run`; or settled by its `parts`. */
export type Step<In = unknown, Proof = unknown> = {
  id: string; // snake_case, stored, never renamed
  title: string;
  input?: ZodType<In>;
  /** What we know already: saved answers. */
  load?: (context: PersonContext) => Promise<unknown>;
  /** What a source tells of its fields at this moment, saved or not; of a step that asks no third party. */
  told?: (context: PersonContext) => Promise<ToldFields>;
  /** Asks third parties; a throw refuses the answers and nothing is saved. */
  prepare?: (input: In, subjectId: number) => Promise<Proof>;
  run?: (context: PersonContext, input: In, proof: Proof) => Promise<void>;
  parts?: readonly Part[];
};

/** Declares a step with its types held together. */
export const step = <In, Proof>(declared: Step<In, Proof>): Step => declared as unknown as Step;

/** A run that may have ended in this transaction: what it came to is in its row. */
export type RunEnd = { runId: number; subjectId: number };

/** An ordered list of steps: one kind's onboarding. `onStepSaved` is what a saved step brings about besides, in its transaction: the end of a wizard. */
export type Flow = {
  kind: Kind;
  steps: readonly Step[];
  onStepSaved?: (context: PersonContext, actorId: number) => Promise<void>;
};

/**
 * A flow whose steps have parts for a worker. `job` is the queue whose handler runs them; `attempts` how often each is tried before it counts
 * as failed; `onFailure` what one that has not ended well is to those after it: nothing, or, where they `stop`, they are not begun before it has;
 * `sliceSeconds` after how long a run lets others have its worker, if any wait: at its next page with a cursor, or between two parts; `onRunEnd`
 * tells that a run has ended or waits for somebody, in the transaction in which it does; it may be called twice.
 */
export type WorkedFlow = Flow & {
  job: string;
  attempts?: number;
  onFailure?: OnFailure;
  sliceSeconds?: number;
  onRunEnd?: (tx: Tx, end: RunEnd) => Promise<void>;
};

/** How often the parts of a flow are tried before they count as failed. */
export const attemptsOf = ({ attempts = mostAttempts }: Pick<WorkedFlow, "attempts">): number => attempts;

/** What a part of a flow that has not ended well is to those after it. */
export const onFailureOf = ({ onFailure = "continue" }: Pick<WorkedFlow, "onFailure">): OnFailure => onFailure;

/** Declares the ordered list of a kind. */
export const flow = <More extends Omit<WorkedFlow, "kind" | "steps"> | Pick<Flow, "onStepSaved">>(
  kind: Kind,
  steps: readonly Step[],
  more: More,
): Flow & More => ({ kind, steps, ...more });

/** The worker's steps of a flow, in order. */
export const partsOf = (of: Flow): readonly Part[] => of.steps.flatMap(one => one.parts ?? []);
