import type { Day, Moment } from "./entities";

// Whatever lies outside is no date of an agent's business, but an unset field or a slip of the keys.
const earliestMs = Date.UTC(1950, 0, 1);
const latestMs = () => Date.now() + 50 * 365.25 * 86_400_000;
// What counts seconds; milliseconds have more digits.
const seconds = /^\d{9,10}$/;
const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** A day as ISO date, ISO date-time (the day that is written) or milliseconds or seconds since 1970 (the day in UTC), as number or text; null for no date or an absurd one. */
export function readDay(value: unknown): Day | null {
  const ms = readMs(value);
  if (ms === null) return null;
  const text = typeof value === "string" ? value.trim() : "";
  return text.charAt(4) === "-" ? text.slice(0, 10) : toMoment(ms).slice(0, 10);
}

/** A moment as ISO date-time (in UTC when it names no zone), ISO date, milliseconds or seconds since 1970; null for none or an absurd one. */
export function readMoment(value: unknown): Moment | null {
  const ms = readMs(value);
  return ms === null ? null : toMoment(ms);
}

/** Is it a number of seconds, where reZEN's dates are milliseconds? */
export const isSeconds = (value: unknown): boolean =>
  (typeof value === "number" || typeof value === "string") && seconds.test(String(value).trim());

const toMoment = (ms: number) => new Date(ms).toISOString();

function readMs(value: unknown): number | null {
  const isText = typeof value === "string" || typeof value === "number";
  const ms = isText ? msOf(String(value).trim()) : Number.NaN;
  // "Not a number" is in no range.
  return ms >= earliestMs && ms < latestMs() ? Math.trunc(ms) : null;
}

function msOf(text: string): number {
  if (seconds.test(text)) return Number(text) * 1000;
  // A number that is shorter, or before 1970, is none of a date.
  if (/^\d{11,14}(\.\d+)?$/.test(text)) return Number(text);
  const [, day, time = "00:00", zone = "Z"] = iso.exec(text) ?? [];
  if (!day) return Number.NaN;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The thirtieth of February is the second of March to who reads it kindly.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN;
  const [clock = "", fraction = "0"] = time.split(/[.,]/);
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2").toUpperCase();
  return Date.parse(
    `${day}T${clock.length === 5 ? `${clock}:00` : clock}.${fraction.slice(0, 3).padEnd(3, "0")}${offset}`,
  );
}
