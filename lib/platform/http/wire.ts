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

/** A dotted path of the wire in camelCase: what `toWirePath` made of it. */
export const fromWirePath = (path: string): string =>
  path
    .split(".")
    .map(part => part.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .join(".");

const isText = (value: unknown): value is string => typeof value === "string";
// NUL cannot be stored by Postgres, a lone surrogate would silently become U+FFFD.
const notStorable = (field: string): FieldError => ({ field, code: "not_storable", message: "notStorable" });
const unstorable = (text: string) => text.includes("\0") || !text.isWellFormed();

const snakeCase = /^[a-z][a-z0-9_]*$/;
/** Keys of a value that was read by a schema of ours. */
export const anyKey = /^/;
const mostNodes = 20_000;
const mostFaults = 100;
const longestField = 200;

// Cut on the way down: with a long key above them, the paths of many values would be as long as it, each.
function pathTo(path: string, key: string): string {
  const part = key.slice(0, longestField);
  return (path ? `${path}.${part}` : part).slice(0, longestField).toWellFormed();
}

/**
 * Faults that no schema should ever see: NUL, lone surrogates, keys that are not snake_case, nesting or size without end; at most a hundred.
 * A server action's input may share its parts (a body of a kilobyte can be a tree of a billion nodes), so the walk has a budget. What stands on a
 * path of `maps` has keys of somebody else's.
 */
export function wireFaults(value: unknown, keys: RegExp = snakeCase, maps: RegExp = /(?!)/): FieldError[] {
  const faults: FieldError[] = [];
  let nodes = 0;
  const visit = (inner: unknown, path: string, depth: number): void => {
    nodes += 1;
    if (faults.length >= mostFaults || nodes > mostNodes) return;
    if (isText(inner)) {
      if (unstorable(inner)) faults.push(notStorable(path));
      return;
    }
    // An action's input may hold what JSON has no word for.
    if (typeof inner === "bigint" || typeof inner === "function" || typeof inner === "symbol")
      faults.push({ field: path, code: "invalid_type", message: "required" });
    if (inner === null || typeof inner !== "object") return;
    if (depth > deepest) {
      faults.push({ field: path, code: "too_deep", message: "tooDeep" });
      return;
    }
    for (const [key, next] of Object.entries(inner)) {
      const here = pathTo(path, key);
      if (unstorable(key)) faults.push(notStorable(path));
      else if (Array.isArray(inner) || keys.test(key) || maps.test(here)) visit(next, here, depth + 1);
      else faults.push({ field: here, code: "unknown_key", message: "unknownKey" });
    }
  };
  visit(value, "", 0);
  return nodes > mostNodes ? [{ field: "", code: "too_large", message: "tooLarge" }] : faults;
}
