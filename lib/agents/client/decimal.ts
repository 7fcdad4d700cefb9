import type { Amount } from "./entities";

const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;
const grouped = /^([+-]?)\$?(\d{1,3}(?:,\d{3})+)(\.\d+)?$/;
const mostFraction = 30;

/**
 * The exact decimal that a number or text stands for, such as "-12.5": nothing is rounded, exponents are written out, groups of thousands as in
 * "12,000.00" and a dollar sign are understood. Null for anything else, and for more digits before the point than `mostDigits`.
 */
export function readDecimal(value: unknown, mostDigits: number): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? exactOf(String(value), mostDigits) : null;
  if (typeof value !== "string" || value.length > 100) return null;
  const text = value.trim();
  const groups = grouped.exec(text);
  if (groups) return exactOf(`${groups[1]}${groups[2]?.replaceAll(",", "")}${groups[3] ?? ""}`, mostDigits);
  return exactOf(text.replace(/^([+-]?)\$/, "$1"), mostDigits);
}

function exactOf(text: string, mostDigits: number): string | null {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = written.exec(text) ?? [];
  if (whole + fraction === "") return null;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point > 60 || point < -mostFraction) return null;
  const before = digits.slice(0, Math.max(0, point)).padEnd(Math.max(0, point), "0").replace(/^0+/, "");
  const after = point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  if (before.length > mostDigits || after.length > mostFraction) return null;
  const isZero = before === "" && /^0*$/.test(after);
  return `${sign === "-" && !isZero ? "-" : ""}${before || "0"}${after && "."}${after}`;
}

// As many as numeric(18,2) holds before its point.
const moneyDigits = 16;

/** An amount as number, text or object with `amount` (or `value`) and `currency`; one that does not name its currency is in `currency`. Null for anything else. */
export function readAmount(value: unknown, currency: string): Amount | null {
  if (typeof value !== "object" || value === null) {
    const amount = readDecimal(value, moneyDigits);
    return amount === null ? null : { amount, currency };
  }
  const { amount, value: other, currency: told, currencyCode } = value as Record<string, unknown>;
  const inside = amount ?? other;
  if (typeof inside === "object") return null;
  return readAmount(inside, readCurrency(told ?? currencyCode) ?? currency);
}

/** An ISO currency in capitals, or null. */
export function readCurrency(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : null;
}
