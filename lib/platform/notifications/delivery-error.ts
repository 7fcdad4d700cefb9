import { OutboundError } from "../outbound/outbound-error";

/** Why a message did not leave, in words that may be stored; never holds the recipient or the text. */
export class DeliveryError extends Error {
  constructor(
    readonly code: string,
    /** True when trying again later may help. */
    readonly isPassing: boolean,
    readonly retryAfterSeconds?: number,
  ) {
    super(`message not sent: ${code}`);
    this.name = "DeliveryError";
  }
}

// Twilio's codes for a number that no message can reach, SMTP's for a mailbox that is not there: nobody's fault but the recipient's.
const recipientsFaults = /^(twilio_(21211|21214|21217|21610|21612|21614|3000[3-6])|smtp_55[0-4]|eenvelope)$/;

/** Did a message fail because of its recipient, and not because of us or a provider? */
export const isRecipientsFault = (errorCode: string): boolean => recipientsFaults.test(errorCode);

type SmtpFailure = Error & { code?: string; responseCode?: number };

const lastingSmtpCodes = new Set(["EENVELOPE", "EMESSAGE", "EAUTH", "ENOAUTH"]);

function ofSmtp(failure: SmtpFailure): DeliveryError {
  const status = failure.responseCode ?? 0;
  const code = status > 0 ? `smtp_${status}` : (failure.code ?? "unexpected").toLowerCase();
  // 4xx is SMTP's "not now", 5xx its "never".
  const isPassing = status > 0 ? status < 500 : !lastingSmtpCodes.has(failure.code ?? "");
  return new DeliveryError(code, isPassing);
}

/** Any failure of a provider, sorted into passing and lasting. */
export function toDeliveryError(thrown: unknown): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  // A provider's own words, which say more than the class of the call.
  if (thrown instanceof OutboundError && thrown.cause instanceof DeliveryError) return thrown.cause;
  if (thrown instanceof OutboundError)
    return new DeliveryError(thrown.kind, thrown.retryable, thrown.retryAfterSeconds);
  if (thrown instanceof Error) return ofSmtp(thrown);
  return new DeliveryError("unexpected", true);
}
