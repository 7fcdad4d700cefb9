import { sha256 } from "../crypto";
import type { Tx } from "../db";
import { readBuckets, spend } from "../rate-limit";
import { codeLimits } from "./limits";

/** Whose guesses count together: a person's strangers, or one browser that signed in to the account before. */
export type Guesser = { identifier: string; deviceHash: string | null };

/** Name of the count of wrong guesses. */
export const guessKey = ({ identifier, deviceHash }: Guesser): string =>
  `otp:wrong:${sha256(deviceHash === null ? identifier : `${identifier} ${deviceHash}`).slice(0, 32)}`;

/** Adds a wrong guess to the count over all codes; true when this very one closed the door for new challenges. */
export async function countWrong(tx: Tx, guesser: Guesser): Promise<boolean> {
  const { wrongPerIdentifier: limit, wrongWindowSeconds: windowSeconds } = codeLimits;
  const spent = await spend(tx, [{ key: guessKey(guesser), limit, windowSeconds }]);
  return spent.ok && spent.exhausted.length > 0;
}

/** Seconds until new challenges are made for a person again, here; 0 while nothing is locked. Never longer than the window of the guesses. */
export async function lockedSeconds(tx: Tx, guesser: Guesser): Promise<number> {
  const [bucket] = await readBuckets(tx, [guessKey(guesser)]);
  return bucket && bucket.spent >= codeLimits.wrongPerIdentifier ? bucket.wait : 0;
}
