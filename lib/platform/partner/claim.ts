import { AppError } from "../errors";

/** What a signed request says of itself, before any of it is believed. */
export type Claim = {
  accountId: string;
  timestamp: string;
  /** How many seconds the partner's clock is ahead of ours; negative when it is behind. */
  skewSeconds: number;
  /** None where what was sent cannot be a signature. */
  signatures: readonly Buffer[];
};

/** How far a partner's clock may be from ours, either way. */
export const windowSeconds = 300;
const mostSignatures = 4;
const accountPattern = /^[A-Za-z0-9_-]{1,64}$/;
const timestampPattern = /^[1-9][0-9]{9}$/;
const signaturePattern = /^(?:v1=)?([0-9a-f]{64})$/;

/** Could an account be called so? */
export const isAccountId = (text: string): boolean => accountPattern.test(text);

function readSignatures(text: string): Buffer[] {
  const listed = text.split(",").map(one => signaturePattern.exec(one.trim())?.[1]);
  const found = listed.flatMap(hex => (hex === undefined ? [] : [Buffer.from(hex, "hex")]));
  return found.length === listed.length && found.length <= mostSignatures ? found : [];
}

function requireFresh(timestamp: string, now: Date): number {
  const skewSeconds = Number(timestamp) - Math.floor(now.getTime() / 1000);
  if (Math.abs(skewSeconds) <= windowSeconds) return skewSeconds;
  const [seconds, word] = [Math.abs(skewSeconds), skewSeconds > 0 ? "early" : "late"];
  const clock = skewSeconds > 0 ? "ahead of" : "behind";
  throw new AppError("stale_timestamp", {
    message: `The timestamp is ${seconds} seconds too ${word}, ${clock} our clock; at most ${windowSeconds} are allowed.`,
    data: { skewSeconds },
  });
}

/**
 * Reads the three headers of a signed request and looks at its time. Throws `missing_signature`, `missing_timestamp`, `missing_account`,
 * `bad_timestamp`, and `stale_timestamp` with the skew in its message.
 */
export function readClaim(headers: Headers, now: Date): Claim {
  const [signature, timestamp, accountId] = ["signature", "timestamp", "account-id"].map(name =>
    headers.get(`x-ons-${name}`),
  );
  if (!signature) throw new AppError("missing_signature");
  if (!timestamp) throw new AppError("missing_timestamp");
  if (!accountId) throw new AppError("missing_account");
  if (!timestampPattern.test(timestamp)) throw new AppError("bad_timestamp");
  const skewSeconds = requireFresh(timestamp, now);
  return { accountId, timestamp, skewSeconds, signatures: readSignatures(signature) };
}
