/** More than this many are no one job, as `lib/platform/bulk/schema.ts` says. */
export const mostAtOnce = 10_000;

/** Above this, one button is too easily pressed: the number is typed. */
export const typedAbove = 100;

/** How many a question speaks of: those that were chosen, or more of them where more match by now, as far as one job may be of so many. */
export const askedCount = (chosen: number, matching: number | null): number =>
  matching !== null && matching <= mostAtOnce ? Math.max(chosen, matching) : chosen;

/**
 * How many somebody has said that a job may be of; null where they have typed no number. Fewer than match are refused by the server; more than was shown
 * is never stated.
 */
export function statedCount(typed: string | null, shown: number): number | null {
  if (typed === null) return shown;
  return Math.min(Number(typed.replace(/\D/g, "")), shown) || null;
}
