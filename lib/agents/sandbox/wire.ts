import { createHash } from "node:crypto";
import { pickNumber } from "@/lib/platform/sandbox/random";

/** An object as it goes over the wire. */
export type Wire = Record<string, unknown>;

/** A list that is made entry by entry when a page of it is asked for. */
export type Source = { count: number; at: (index: number) => Wire };

/** The same UUID for the same seed. */
export function uuidOf(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** An amount in each of the ways in which reZEN writes them; a bare one is in the currency of the object around it. */
export function moneyAs(seed: string, amount: number, currency: string): unknown {
  const text = amount.toFixed(2);
  return [{ amount, currency }, { amount: text, currency }, { amount, currency }, amount, text][
    pickNumber(`money:${seed}`, 5)
  ];
}

/** A day (midnight UTC, in milliseconds) in each of the ways in which reZEN writes them. */
export function dayAs(seed: string, ms: number): unknown {
  const iso = new Date(ms).toISOString();
  return [iso.slice(0, 10), iso, ms, String(ms), iso.slice(0, 10)][pickNumber(`day:${seed}`, 5)];
}

/** One of several names for the same field, always the same for one seed. */
export const oneOf = (seed: string, names: readonly [string, ...string[]]): string =>
  names[pickNumber(`name:${seed}`, names.length)] ?? names[0];

export const dayMs = 24 * 60 * 60 * 1000;

/** The first of the month, so that dates stay the same from one sync to the next. */
export const monthOf = (now: Date): number => Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
