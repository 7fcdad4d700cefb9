import { findBrowser } from "@/lib/platform/auth/browser";
import { findChallengeView } from "@/lib/platform/auth/queries";
import { safePath } from "@/lib/platform/auth/safe-path";

/** The query of `/login`. */
export type LoginSearch = Promise<Record<string, string | string[] | undefined>>;

/**
 * What the address says: where to go afterwards, by which way, and at which step. `challenge` is the code step of a challenge of this browser,
 * `correct` the first step again, with what was typed for it.
 */
export async function readSearch(searchParams: LoginSearch) {
  const { next, challenge, correct, with: way } = await searchParams;
  const target = typeof next === "string" ? safePath(next) : null;
  const channel = way === "email" ? ("email" as const) : ("sms" as const);
  const id = correct ?? challenge;
  const found = typeof id === "string" ? await findChallengeView(id, await findBrowser()) : null;
  if (correct === undefined) return { target, channel: found?.channel ?? channel, challenge: found, given: null };
  return { target, channel, challenge: null, given: found?.channel === channel ? found.spelled : null };
}
