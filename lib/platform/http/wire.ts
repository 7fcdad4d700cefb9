import camelcaseKeys from "camelcase-keys";
import snakecaseKeys from "snakecase-keys";
import type { FieldError } from "../errors";

const deepest = 32;

/** Keys of a JSON value in the wire's snake_case; instants become ISO texts. */
export function toWire(value: unknown): unknown {
  const plain = JSON.parse(JSON.stringify(value ?? null)) as unknown;
  if (plain === null || typeof plain !== "object") return plain;
  return snakecaseKeys(plain as Record<string, unknown>, { deep: true });
}

/** Keys of a JSON value in the house's camelCase. */
export function fromWire(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  return camelcaseKeys(value as Record<string, unknown>, { deep: true });
}

/** A dotted camelCase path as the wire writes it. */
export const toWirePath = (path: string): string =>
  path
    .split(".")
    .map(part => part.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
    .join(".");

const isText = (value: unknown): value is string => typeof value === "string";
// NUL cannot be stored by Postgres, a lone surrogate would silently become U+FFFD.
const unstorable = (text: string) => text.includes("\0") || !text.isWellFormed();

/** Faults that no schema should ever see: NUL, lone surrogates, keys that are not snake_case, nesting without end. */
export function wireFaults(value: unknown, path = "", depth = 0): FieldError[] {
  if (isText(value))
    return unstorable(value)
      ? [{ field: path, code: "not_storable", message: "Contains a character that cannot be stored." }]
      : [];
  if (value === null || typeof value !== "object") return [];
  if (depth > deepest)
    return [{ field: path.slice(0, 200), code: "too_deep", message: `Nested deeper than ${deepest} levels.` }];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = path ? `${path}.${key}` : key;
    const known = Array.isArray(value) || /^[a-z][a-z0-9_]*$/.test(key);
    if (!known)
      return [
        { field: unstorable(here) ? path : here.slice(0, 200), code: "unknown_key", message: "This key is not known." },
      ];
    return wireFaults(inner, here, depth + 1);
  });
}
