import type { Tx } from "../db";
import { LeftBehind } from "../jobs/deadline";
import { OutboundError } from "../outbound/outbound-error";
import { ToldOutboundError } from "../outbound/told-outbound-error";

/** Why a worker's step did not end well, in a form that may be shown and kept. */
export type Failure = {
  code: string;
  message: string;
  retryable: boolean;
  retryAfterSeconds?: number;
  /** The field that mends it, where it is not the step's usual one. */
  field?: string;
  /** Nobody can go on until something is there: the step waits instead of failing. */
  pause?: Pause;
  /** Says nothing about the work: it is tried again after so many seconds, and this try does not count. */
  deferSeconds?: number;
  /** For how long it may be put off in all, since the step began; an hour where nothing is said. */
  longestSeconds?: number;
};

/** What a step waits for. `begin` runs in the very transaction that makes it wait, and answers whether it still has to: what is missing may have come. */
export type Pause = { for: string; begin: (tx: Tx) => Promise<boolean> };

/** A step's own refusal, with a code people can look up and a sentence they can read. */
export class StepFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
    /** The field that mends it, where it is not the step's usual one. */
    readonly field: string | null = null,
  ) {
    super(message);
    this.name = "StepFailure";
  }
}

/** Another failure that only somebody else can mend: its step waits for them, and nothing is tried meanwhile. */
export class PausingFailure extends Error {
  constructor(
    failure: unknown,
    readonly pause: Pause,
  ) {
    super("this failure waits for somebody", { cause: failure });
    this.name = "PausingFailure";
  }
}

/**
 * What stopped it says nothing about the work and passes by itself: the step is tried again after a while, as often as it takes within the hour, or within
 * `longestSeconds` where the other side has told how long it takes.
 */
export class DeferredFailure extends Error {
  readonly longestSeconds: number | undefined;

  constructor(
    failure: Error,
    readonly seconds: number,
    { longestSeconds }: { longestSeconds?: number } = {},
  ) {
    super("this failure passes by itself", { cause: failure });
    this.name = "DeferredFailure";
    this.longestSeconds = longestSeconds;
  }
}

/** Another worker is at this step: whoever has its job tries again later. */
export class HeldElsewhere extends Error {
  constructor(step: string) {
    super(`step ${step} is held by another worker`);
    this.name = "HeldElsewhere";
  }
}

/** This run was cancelled, or is another worker's now: nothing it writes may count. */
export class Fenced extends Error {
  constructor() {
    super("another worker has taken this step over, or it was cancelled");
    this.name = "Fenced";
  }
}

const busySeconds = 5;
const fieldOf = ({ field }: { field: string | null }) => (field === null ? {} : { field });

/** Any thrown thing as a failure; the unknown is `internal`, retried, and shown without its text. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof PausingFailure) return { ...toFailure(thrown.cause), pause: thrown.pause };
  if (thrown instanceof DeferredFailure) {
    const { cause, seconds: deferSeconds, longestSeconds } = thrown;
    return { ...toFailure(cause), deferSeconds, ...(longestSeconds === undefined ? {} : { longestSeconds }) };
  }
  if (thrown instanceof StepFailure)
    return { code: thrown.code, message: thrown.message, retryable: thrown.retryable, ...fieldOf(thrown) };
  if (thrown instanceof OutboundError)
    return {
      code: thrown.kind,
      message: thrown.message,
      retryable: thrown.retryable,
      retryAfterSeconds: thrown.retryAfterSeconds,
      ...(thrown instanceof ToldOutboundError ? fieldOf(thrown) : {}),
      // Every seat of the budget was held: nobody was asked, and a turn of ours comes however long it takes.
      ...(thrown.reason === "busy"
        ? { deferSeconds: thrown.retryAfterSeconds ?? busySeconds, longestSeconds: Infinity }
        : {}),
    };
  if (thrown instanceof LeftBehind) return { code: "timeout", message: "This took far too long.", retryable: true };
  return { code: "internal", message: "Something went wrong on our side.", retryable: true };
}
