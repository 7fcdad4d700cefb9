import { OutboundError, type OutboundKind } from "./outbound-error";

/** A failed call, told in a sentence for people. It is retried as before, and its stack is that of the call, with what is technical: the log keeps it. */
export class ToldOutboundError extends OutboundError {
  constructor(failure: OutboundError, sentence: string) {
    const { upstream, reason, status, retryAfterSeconds, retryable } = failure;
    super(failure.kind, { upstream, reason, status, retryAfterSeconds, retryable, cause: failure });
    this.message = sentence;
    this.stack = failure.stack ?? "";
  }
}

/** How failed calls are told: a sentence for each kind, and one for when our own budget was full, which is nobody else's fault. */
export const toldBy =
  (texts: Readonly<Record<OutboundKind, string>>, busyText: string) =>
  (failure: OutboundError): ToldOutboundError =>
    new ToldOutboundError(failure, failure.reason === "busy" ? busyText : texts[failure.kind]);
