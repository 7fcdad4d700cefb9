/** An amount as exact decimal text with two digits, such as "12.30", and its ISO currency. */
export type Money = { amount: string; currency: string };

const currencySigns: Record<string, string> = { "€": "EUR", $: "USD", "£": "GBP" };
const largestDigits = 10;

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
  const cents = value * 100;
  // JSON numbers are floats: 19.99 * 100 is 1998.9999…, but 19.999 is a third decimal.
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
