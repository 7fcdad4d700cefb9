import type { Tx } from "../db";
import { OutboundError } from "../outbound/outbound-error";

/** Why a worker's step did not end well, in a form that may be shown and kept. */
export type Failure = {
  code: string;
  message: string;
  retryable: boolean;
  retryAfterSeconds?: number;
  /** Written in the transaction that makes the step failed, once. */
  write?: (tx: Tx) => Promise<void>;
};

/** A step's own refusal, with a code people can look up and a sentence they can read. */
export class StepFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
  ) {
    super(message);
    this.name = "StepFailure";
  }
}

/** Another failure that changes more than its step: `write` runs in the very transaction that makes the step failed, or never. */
export class FailureWithEffect extends Error {
  constructor(
    failure: unknown,
    readonly write: (tx: Tx) => Promise<void>,
  ) {
    super("this failure changes more than its step", { cause: failure });
    this.name = "FailureWithEffect";
  }
}

/** This run was replaced by another worker: nothing it writes may count. */
export class Fenced extends Error {
  constructor() {
    super("another worker has taken this step over");
    this.name = "Fenced";
  }
}

/** Any thrown thing as a failure; the unknown is `internal`, retried, and shown without its text. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof FailureWithEffect) return { ...toFailure(thrown.cause), write: thrown.write };
  if (thrown instanceof StepFailure) return { code: thrown.code, message: thrown.message, retryable: thrown.retryable };
  if (thrown instanceof OutboundError)
    return {
      code: thrown.kind,
      message: thrown.message,
      retryable: thrown.retryable,
      retryAfterSeconds: thrown.retryAfterSeconds,
    };
  return { code: "internal", message: "Something went wrong on our side.", retryable: true };
}
