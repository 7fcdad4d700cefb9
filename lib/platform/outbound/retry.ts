import { setTimeout as sleep } from "node:timers/promises";
import type { OutboundError } from "./outbound-error";

/** How often a safe call is repeated and how long it may wait in between. */
export type RetryPolicy = { retries: number; baseMs: number; maxWaitMs: number };

/** Three repeats, waits drawn from 0 to 0.5, 1 and 2 s, and a `Retry-After` of up to 30 s is obeyed here. */
export const defaultRetry: RetryPolicy = { retries: 3, baseMs: 500, maxWaitMs: 30_000 };

/** Milliseconds to wait before the next try (full jitter, never less than what the upstream asked), or null to give up. */
export function waitBeforeRetry(failure: OutboundError, attempt: number, policy: RetryPolicy): number | null {
  if (!failure.retryable || attempt >= policy.retries) return null;
  // Nobody would be asked before the time it names, or all seats were held for half a minute: that is the queue's to wait for.
  if (failure.reason === "breaker_open" || failure.reason === "busy") return null;
  // Whoever let us wait to the end twice will do so again, and each time costs a whole deadline.
  if (failure.reason === "timeout" && attempt >= 1) return null;
  const asked = (failure.retryAfterSeconds ?? 0) * 1000;
  // A longer wait belongs to the queue, which can let go of the worker; the error carries the time.
  if (asked > policy.maxWaitMs) return null;
  const jitter = Math.random() * policy.baseMs * 2 ** attempt;
  return Math.min(asked + jitter, policy.maxWaitMs);
}

/** Seconds of a `Retry-After` header, which holds seconds or a date; undefined when it says nothing usable. */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // Bare numbers are dates too, to who reads them kindly: "-1" is the year 2001.
  const date = /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}

/** Waits, or throws as soon as the signal fires. */
export async function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal ? { signal } : {});
}
