import { OutboundError } from "./outbound-error";

/** A failed call, told in a sentence for people. It is retried as before, and its stack is that of the call, with what is technical: the log keeps it. */
export class ToldOutboundError extends OutboundError {
  constructor(failure: OutboundError, sentence: string) {
    const { upstream, reason, status, retryAfterSeconds, retryable } = failure;
    super(failure.kind, { upstream, reason, status, retryAfterSeconds, retryable, cause: failure });
    this.message = sentence;
    this.stack = failure.stack ?? "";
  }
}
