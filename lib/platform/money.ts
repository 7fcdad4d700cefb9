/** An amount as exact decimal text with two digits, such as "12.30", and its ISO currency. */
export type Money = { amount: string; currency: string };

const currencySigns: Record<string, string> = { "€": "EUR", $: "USD", "£": "GBP" };
// As many as numeric(14,2) holds, so that whatever is read can be stored.
const largestDigits = 12;
const mostCents = 10n ** BigInt(largestDigits + 2) - 1n;

/**
 * Reads a price as people and programs write it: `12.3`, `"12,30 EUR"`, `"€ 1.234,50"`, `"1,234.50"`. No float is involved, nothing is rounded:
 * more than two decimals, a sign, or an ambiguous thousands mark such as "1,234" give null.
 */
export function readMoney(value: unknown, defaultCurrency = "EUR"): Money | null {
  if (typeof value === "number") return readNumber(value, defaultCurrency);
  if (typeof value === "string") return readText(value, defaultCurrency);
  if (typeof value !== "object" || value === null) return null;
  const fields = new Map(Object.entries(value));
  const currency = fields.get("currency") ?? fields.get("currencyCode") ?? defaultCurrency;
  if (typeof currency !== "string" || !/^[A-Za-z]{3}$/.test(currency)) return null;
  const cents = fields.get("cents") ?? fields.get("amountCents");
  if (typeof cents === "number")
    return Number.isSafeInteger(cents) ? readText((cents / 100).toFixed(2), currency.toUpperCase()) : null;
  const amount = fields.get("amount") ?? fields.get("value");
  if (typeof amount === "object") return null;
  return readMoney(amount, currency.toUpperCase());
}

function readNumber(value: number, currency: string): Money | null {
  if (!Number.isFinite(value)) return null;
  // The shortest text of a float is what the other side wrote, unless it calculated, as in 0.1 + 0.2.
  const written = readText(String(value), currency);
  if (written) return written;
  const cents = value * 100;
  if (Math.abs(cents - Math.round(cents)) > 1e-4) return null;
  return readText((Math.round(cents) / 100).toFixed(2), currency);
}

function readText(value: string, defaultCurrency: string): Money | null {
  const match = /^([A-Za-z]{3}|[€$£])?\s*([\d.,'\s]*\d)\s*([A-Za-z]{3}|[€$£])?$/.exec(value.trim());
  if (!match || (match[1] && match[3])) return null;
  const mark = match[1] ?? match[3];
  const currency = mark ? (currencySigns[mark] ?? mark.toUpperCase()) : defaultCurrency;
  const amount = readAmount(match[2] ?? "");
  return amount === null ? null : { amount, currency };
}

function readAmount(text: string): string | null {
  // A thousands mark stands before three digits each time; the last mark before one or two digits is the decimal one.
  const match = /^(\d{1,3}(?:(['.,\s])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const [, whole = "", thousands, decimals, fraction = ""] = match;
  if (thousands && thousands === decimals) return null;
  const isAmbiguous = thousands !== undefined && decimals === undefined && (thousands === "." || thousands === ",");
  if (isAmbiguous && (whole.match(/[.,]/g)?.length ?? 0) === 1) return null;
  const digits = whole.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  return digits.length > largestDigits ? null : `${digits}.${fraction.padEnd(2, "0")}`;
}

const toCents = ({ amount }: Money): bigint => BigInt(amount.replace(".", ""));

/** Sums priced pieces to the cent; `mixed_currencies` where they cannot be summed, `out_of_range` where no row could hold the sum. Nothing is 0.00 EUR. */
export function sumMoney(
  parts: readonly { price: Money; quantity: number }[],
): Money | "mixed_currencies" | "out_of_range" {
  const currency = parts[0]?.price.currency ?? "EUR";
  if (parts.some(({ price }) => price.currency !== currency)) return "mixed_currencies";
  const cents = parts.reduce((sum, { price, quantity }) => sum + toCents(price) * BigInt(quantity), 0n);
  if (cents > mostCents) return "out_of_range";
  return { amount: String(cents).padStart(3, "0").replace(/(..)$/, ".$1"), currency };
}
