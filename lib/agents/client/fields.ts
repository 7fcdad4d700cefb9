import { cleanText } from "@/lib/platform/clean-text";
import { isRecord } from "@/lib/platform/parse-json";
import { isSeconds, readDay, readMoment } from "./date";
import { readAmount, readCurrency, readDecimal } from "./decimal";
import type { Drift } from "./drift";
import type { Amount, Day, Moment } from "./entities";
import { tidyName } from "./name";

const textLimit = 2_000;
const idLimit = 200;
const mostWhole = 2_147_483_647;

/** Why an entry is left out: which of its fields, and what about it. */
export class UnreadableEntry extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

const isMissing = (value: unknown) => value === undefined || value === null || value === "";

/**
 * The fields of one object of reZEN. A field may have several names; the first that holds something counts. What holds something that cannot
 * be read is null and noted as drift, and so is, once `close` is called, every field that nobody asked for.
 */
export class Fields {
  #asked = new Set<string>();

  constructor(
    readonly value: Record<string, unknown>,
    readonly path: string,
    readonly drift: Drift,
    /** Of amounts that do not name theirs. */
    readonly currency = "USD",
  ) {}

  /** What stands under the first of the names that holds something; undefined when none does. */
  any(...names: string[]): unknown {
    let found: unknown;
    for (const name of names) {
      this.#asked.add(name);
      const value = found === undefined && Object.hasOwn(this.value, name) ? this.value[name] : undefined;
      if (!isMissing(value)) found = value;
    }
    return found;
  }

  #read<T>(names: string[], what: string, read: (value: unknown) => T | null): T | null {
    const value = this.any(...names);
    if (isMissing(value)) return null;
    const found = read(value);
    if (found === null) this.drift.note(`${this.path}.${names[0]}: no ${what}`);
    return found;
  }

  /** Text without blanks around it, cut at 2,000 characters; numbers are texts too. */
  text(...names: string[]): string | null {
    return this.#read(names, "text", textOf) || null;
  }

  /** A name of somebody, in small letters where it came in capitals only. */
  name(...names: string[]): string | null {
    const name = this.text(...names);
    return name && tidyName(name);
  }

  /** An id, also that of an object (`{id}`, `{yentaId}`) that stands in its place. */
  id(...names: string[]): string | null {
    return this.#read(names, "id", value => idOf(isRecord(value) ? (value.id ?? value.yentaId ?? value.uuid) : value));
  }

  /** The id without which an entry is worth nothing; throws UnreadableEntry. */
  requiredId(...names: string[]): string {
    const id = idOf(this.any(...names));
    if (id === null) throw new UnreadableEntry(names[0] ?? "id", "must be an id");
    return id;
  }

  day(...names: string[]): Day | null {
    return this.#date(names, readDay);
  }

  moment(...names: string[]): Moment | null {
    return this.#date(names, readMoment);
  }

  #date(names: string[], read: (value: unknown) => string | null): string | null {
    const date = this.#read(names, "date", read);
    if (date !== null && isSeconds(this.any(...names)))
      this.drift.note(`${this.path}.${names[0]}: seconds, not milliseconds`);
    return date;
  }

  amount(...names: string[]): Amount | null {
    const value = this.any(...names);
    if (isRecord(value) && isMissing(value.amount ?? value.value)) return null;
    return this.#read(names, "amount", () => readAmount(value, this.currency));
  }

  /** A percentage, with or without its sign. */
  percent(...names: string[]): string | null {
    const bare = (value: unknown) => (typeof value === "string" ? value.replace(/\s*%\s*$/, "") : value);
    return this.#read(names, "percentage", value => readDecimal(bare(value), 5));
  }

  decimal(...names: string[]): string | null {
    return this.#read(names, "number", value => readDecimal(value, 12));
  }

  whole(...names: string[]): number | null {
    return this.#read(names, "whole number", value => {
      const number = typeof value === "string" && /^-?\d{1,10}$/.test(value.trim()) ? Number(value) : value;
      return typeof number === "number" && Number.isInteger(number) && Math.abs(number) <= mostWhole ? number : null;
    });
  }

  boolean(...names: string[]): boolean | null {
    return this.#read(names, "truth value", truthOf);
  }

  /** Texts of a list, or of its objects the first of `inside` that holds one. */
  texts(name: string, ...inside: string[]): string[] {
    const value = this.any(name);
    if (isMissing(value)) return [];
    if (!Array.isArray(value)) this.drift.note(`${this.path}.${name}: no list`);
    const entries: unknown[] = Array.isArray(value) ? value.slice(0, 200) : [];
    const held = entries.map(entry =>
      isRecord(entry) ? inside.map(at => entry[at]).find(text => !isMissing(text)) : entry,
    );
    return held.map(textOf).filter(text => text !== null && text !== "") as string[];
  }

  /** The objects of a list; other entries are noted. */
  objects(name: string): Record<string, unknown>[] {
    const value = this.any(name);
    if (isMissing(value)) return [];
    const entries: unknown[] = Array.isArray(value) ? value : [];
    const objects = entries.filter(isRecord);
    if (!Array.isArray(value) || objects.length < entries.length)
      this.drift.note(`${this.path}.${name}: no list of objects`);
    return objects;
  }

  /** The fields of an object inside, closed by `close` of its own; without one, of an empty one. */
  inside(...names: string[]): Fields {
    const value = this.any(...names);
    if (!isMissing(value) && !isRecord(value)) this.drift.note(`${this.path}.${names[0]}: no object`);
    return new Fields(isRecord(value) ? value : {}, `${this.path}.${names[0]}`, this.drift, this.currency);
  }

  /** The same fields, in the currency that one of the names tells for amounts that do not name theirs. */
  withCurrency(...names: string[]): Fields {
    return this.inCurrency(readCurrency(this.any(...names)) ?? this.currency);
  }

  /** The same fields, in another currency for amounts that do not name theirs. */
  inCurrency(currency: string): Fields {
    const fields = new Fields(this.value, this.path, this.drift, currency);
    fields.#asked = this.#asked;
    return fields;
  }

  /** Notes every field that was neither asked for nor is left out on purpose. */
  close(leftOut: ReadonlySet<string>): void {
    for (const name of Object.keys(this.value))
      if (!this.#asked.has(name) && !leftOut.has(name)) this.drift.note(`${this.path}.${name}`);
  }
}

const fitted = (text: string) => (text.length <= textLimit ? text : cleanText(text.slice(0, textLimit)).trim());

function textOf(value: unknown): string | null {
  // An answer is clean when it comes here; a cut may leave half a character.
  if (typeof value === "string") return fitted(value.trim());
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}

/** A text or whole number that can be an id, or null. */
export function idOf(value: unknown): string | null {
  if (typeof value !== "string" && !Number.isSafeInteger(value)) return null;
  const id = textOf(value);
  return id === null || id === "" || id.length > idLimit ? null : id;
}

function truthOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (word === "true" || word === 1) return true;
  return word === "false" || word === 0 ? false : null;
}
