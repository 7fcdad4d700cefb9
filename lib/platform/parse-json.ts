import { cleanText } from "./clean-text";

// A NUL or half a surrogate pair, which no database takes, can only have come escaped.
const mayBeUnclean = /\\u(0000|d[89a-f])|\ufffd/i;

/** True for a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a JSON text with nothing in it that Postgres cannot store, or undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return mayBeUnclean.test(text) ? cleaned(value) : value;
  } catch {
    return undefined;
  }
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [cleanText(name), cleaned(held)]));
}
