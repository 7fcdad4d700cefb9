import { LeftBehind } from "../jobs/deadline";
import type { Claim, Ending } from "./claim";
import { toFailure } from "./failure";
import { attemptsOf, type WorkedFlow } from "./step";
import { TurnOver } from "./turn";

// 5, 15, 45, 135 s, each up to a half longer, so that many do not come back at once.
const backoffSeconds = (attempts: number) => 5 * 3 ** (attempts - 1) * (1 + Math.random() / 2);

// An upstream may say when to come again, but not lock a store for years.
const longestWaitSeconds = 3600;

// What passes by itself has passed by then; later it is a failure as any other, so that people can go on and admins hear of it.
const longestDeferralSeconds = 3600;

/** The longest single wait of what may be put off for so long in all. */
const longestOf = (seconds: number) => (Number.isFinite(seconds) ? seconds : longestWaitSeconds);

/** How a part ends that threw this: open again, waiting for somebody, trying again later, or failed. `signal` is the worker's, not the part's. */
export function endingOf(
  thrown: unknown,
  claim: Claim,
  { of, signal }: { of: WorkedFlow; signal: AbortSignal },
): Ending {
  if (thrown instanceof TurnOver) return { state: "pending" };
  if (signal.aborted && !(thrown instanceof LeftBehind)) return { state: "pending" };
  const failure = toFailure(thrown);
  if (failure.pause) return { state: "waiting", failure, pause: failure.pause };
  const { deferSeconds, longestSeconds = longestDeferralSeconds } = failure;
  if (deferSeconds !== undefined && claim.stepSeconds < longestSeconds)
    return {
      state: "retrying",
      failure,
      inSeconds: Math.min(deferSeconds, longestOf(longestSeconds)),
      isUncounted: true,
    };
  if (!failure.retryable || claim.attempts >= attemptsOf(of)) return { state: "failed", failure };
  return {
    state: "retrying",
    failure,
    inSeconds: Math.min(longestWaitSeconds, Math.max(failure.retryAfterSeconds ?? 0, backoffSeconds(claim.attempts))),
  };
}
