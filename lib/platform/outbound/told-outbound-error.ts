import type { Catalogue } from "./catalogue";
import { OutboundError } from "./outbound-error";

/** A failed call, told in a sentence for people, with the field that mends it where that is not the step's usual one. It is retried as before, and its stack is that of the call, with what is technical: the log keeps it. */
export class ToldOutboundError extends OutboundError {
  constructor(
    failure: OutboundError,
    sentence: string,
    readonly field: string | null = null,
  ) {
    const { upstream, reason, status, retryAfterSeconds, retryable } = failure;
    super(failure.kind, { upstream, reason, status, retryAfterSeconds, retryable, cause: failure });
    this.message = sentence;
    this.stack = failure.stack ?? "";
  }
}

/** How failed calls are told by a catalogue: a sentence for each class, and one for when our own budget was full, which is nobody else's fault. */
export const toldBy =
  ({ remedies, busy }: Pick<Catalogue, "remedies" | "busy">) =>
  (failure: OutboundError): ToldOutboundError =>
    new ToldOutboundError(failure, failure.reason === "busy" ? busy : remedies[failure.kind].text);
