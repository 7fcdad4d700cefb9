import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { type CsvError, parse } from "csv-parse";
import { type EncodedAs, readText } from "./encoding";
import { FeedError } from "./feed-error";
import type { FeedLimits } from "./limits";

/** One line of a feed, or several when a quoted field spans lines; `line` is the physical line on which it starts. */
export type FeedRecord = { line: number; fields: string[] };

/** How to cut a feed's text into fields. */
export type FeedDialect = EncodedAs & { delimiter: "\t" | "," | ";" };

/** A field that looks as if it had swallowed the lines behind it; only the text as it stands in the file can tell. */
class Doubt extends Error {}

/** Streams the records of a feed, some at a time, blank lines left out; throws FeedError as soon as the file proves broken. */
export async function* readRecords(
  path: string,
  dialect: FeedDialect,
  limits: FeedLimits,
): AsyncGenerator<FeedRecord[]> {
  let given = 0;
  try {
    for await (const records of parseRecords(path, dialect, limits, false)) {
      yield records;
      given = records.at(-1)?.line ?? given;
    }
    return;
  } catch (thrown) {
    if (!(thrown instanceof Doubt)) throw thrown;
  }
  // Once more with the text of each record at hand, which costs a fifth more and is needed for few files.
  for await (const records of parseRecords(path, dialect, limits, true)) {
    const rest = records.filter(({ line }) => line > given);
    if (rest.length > 0) yield rest;
  }
}

async function* parseRecords(
  path: string,
  dialect: FeedDialect,
  limits: FeedLimits,
  raw: boolean,
): AsyncGenerator<FeedRecord[]> {
  const taken = new TakenRecords(limits, dialect.delimiter);
  const parser = parse({
    delimiter: dialect.delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.columns * limits.fieldBytes,
    raw,
    // Taken here and not behind the parser, where each record would wait in a queue for its turn.
    on_record: (record: string[] | RawRecord) => taken.add(record),
  });
  // Nothing comes out behind it; how it failed is told to whoever writes.
  parser.resume().on("error", () => undefined);
  try {
    for await (const chunk of readText(path, dialect)) {
      await writeTo(parser, chunk);
      if (taken.isReady) yield taken.give();
    }
    await endOf(parser);
    if (taken.isReady) yield taken.give();
  } catch (failure) {
    throw feedErrorOf(failure, taken.nextLine);
  } finally {
    parser.destroy();
  }
}

/** What csv-parse gives instead of the fields when it is asked for the text too. */
type RawRecord = { record: string[]; raw: string };

/** Counts lines and checks records as they come out of the parser. */
class TakenRecords {
  nextLine = 1;
  #records: FeedRecord[] = [];

  constructor(
    private readonly limits: FeedLimits,
    private readonly delimiter: string,
  ) {}

  add(given: string[] | RawRecord): null {
    const [fields, raw] = Array.isArray(given) ? [given, null] : [given.record, given.raw];
    const line = this.nextLine;
    this.nextLine += 1 + lineBreaksIn(fields);
    if (fields.length === 1 && fields[0]?.trim() === "") return null;
    checkSize({ line, fields }, this.limits);
    for (const field of fields) this.#checkQuote(field, line, raw);
    this.#records.push({ line, fields });
    return null;
  }

  get isReady(): boolean {
    return this.#records.length > 0;
  }

  give(): FeedRecord[] {
    return this.#records.splice(0);
  }

  /** The parser keeps the mark when it found no proper end, as if it had stood there doubled: then the field has swallowed the lines that follow. */
  #checkQuote(field: string, line: number, raw: string | null): void {
    if (!field.startsWith('"') || !field.includes("\n")) return;
    if (raw === null) throw new Doubt();
    const doubled = `"${field.replaceAll('"', '""')}"`;
    const { delimiter } = this;
    const isProper = `${delimiter}${raw.replace(/\n$/, "")}${delimiter}`.includes(`${delimiter}${doubled}${delimiter}`);
    if (!isProper) throw new FeedError("unclosed_quote", { line });
  }
}

const writeTo = (parser: Writable, chunk: string | Buffer) =>
  new Promise<void>((resolve, reject) => {
    parser.write(chunk, failure => (failure ? reject(failure) : resolve()));
  });

function endOf(parser: Writable): Promise<void> {
  parser.end();
  return finished(parser);
}

function lineBreaksIn(fields: readonly string[]): number {
  let breaks = 0;
  for (const field of fields) {
    for (let at = field.indexOf("\n"); at !== -1; at = field.indexOf("\n", at + 1)) breaks += 1;
  }
  return breaks;
}

function checkSize({ line, fields }: FeedRecord, limits: FeedLimits): void {
  if (fields.length > limits.columns) throw new FeedError("too_many_columns", { line });
  for (const field of fields) {
    if (field.length * 3 > limits.fieldBytes && Buffer.byteLength(field) > limits.fieldBytes)
      throw new FeedError("field_too_large", { line });
  }
}

function feedErrorOf(failure: unknown, line: number): unknown {
  const code = failure instanceof Error ? (failure as Partial<CsvError>).code : undefined;
  if (code === "CSV_QUOTE_NOT_CLOSED") return new FeedError("unclosed_quote", { line });
  if (code === "CSV_MAX_RECORD_SIZE") return new FeedError("field_too_large", { line });
  return failure;
}
