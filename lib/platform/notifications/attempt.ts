import { decrypt, SecretKeyMissing } from "../crypto";
import type { DeliveryError } from "./delivery-error";
import { contentContext, type MessageContent } from "./outbox";

/** How often a message is tried, and the longest wait between two tries, in seconds. */
export type Patience = { attempts: number; longestSeconds: number };

/** Longer than any provider may take: until then nobody else touches what is being sent. In seconds. */
export const leaseSeconds = 60;

/** News can wait a day for a provider that is out. */
export const ofNews: Patience = { attempts: 34, longestSeconds: 3600 };

// What is useful for minutes only is tried for a quarter of an hour.
const ofUrgent: Patience = { attempts: 10, longestSeconds: 600 };

/** How long a message is tried for. */
export const patienceOf = ({ usefulForSeconds }: MessageContent): Patience =>
  usefulForSeconds === undefined ? ofNews : ofUrgent;

/** Seconds until a message is tried again after this failure of its so manieth try. */
export const delayAfter = (attempts: number, error: DeliveryError, { longestSeconds }: Patience): number =>
  Math.min(Math.max(2 ** attempts, error.retryAfterSeconds ?? 0), longestSeconds);

/** Is what a message says of no use any more at this age? */
export const isTooLate = ({ usefulForSeconds }: MessageContent, ageSeconds: number): boolean =>
  usefulForSeconds !== undefined && ageSeconds > usefulForSeconds;

/** A message whose master key is not given here, where others may have it. */
export const keyMissing = "key_missing";

/** What a message says, `key_missing`, or null when it cannot be opened, and then it never can. */
export function readContent({
  id,
  payload,
}: {
  id: string;
  payload: string;
}): MessageContent | typeof keyMissing | null {
  try {
    return JSON.parse(decrypt(payload, contentContext(id))) as MessageContent;
  } catch (thrown) {
    if (thrown instanceof SecretKeyMissing) return keyMissing;
    return null;
  }
}
