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

/** Streams the records of a feed, some at a time, blank lines left out; throws FeedError as soon as the file proves broken. */
export async function* readRecords(
  path: string,
  dialect: FeedDialect,
  limits: FeedLimits,
): AsyncGenerator<FeedRecord[]> {
  let nextLine = 1;
  let records: FeedRecord[] = [];
  const parser = parse({
    delimiter: dialect.delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.columns * limits.fieldBytes,
    // Taken here and not behind the parser, where each record would wait in a queue for its turn.
    on_record: (fields: string[]) => {
      const line = nextLine;
      nextLine += 1 + lineBreaksIn(fields);
      if (fields.length !== 1 || fields[0]?.trim() !== "") records.push({ line, fields });
      return null;
    },
  });
  const take = () => {
    const taken = records;
    records = [];
    for (const record of taken) checkRecord(record, limits);
    return taken;
  };
  // Nothing comes out behind it; how it failed is told to whoever writes.
  parser.resume().on("error", () => undefined);
  try {
    for await (const chunk of readText(path, dialect)) {
      await writeTo(parser, chunk);
      if (records.length > 0) yield take();
    }
    await endOf(parser);
    if (records.length > 0) yield take();
  } catch (failure) {
    throw feedErrorOf(failure, nextLine);
  } finally {
    parser.destroy();
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

function checkRecord({ line, fields }: FeedRecord, limits: FeedLimits): void {
  if (fields.length > limits.columns) throw new FeedError("too_many_columns", { line });
  for (const field of fields) {
    if (field.length * 3 > limits.fieldBytes && Buffer.byteLength(field) > limits.fieldBytes) {
      throw new FeedError("field_too_large", { line });
    }
    // The parser keeps the mark only when it found no proper end: the field has swallowed the lines that follow.
    if (field.startsWith('"') && field.includes("\n")) throw new FeedError("unclosed_quote", { line });
  }
}

function feedErrorOf(failure: unknown, line: number): unknown {
  const code = failure instanceof Error ? (failure as Partial<CsvError>).code : undefined;
  if (code === "CSV_QUOTE_NOT_CLOSED") return new FeedError("unclosed_quote", { line });
  if (code === "CSV_MAX_RECORD_SIZE") return new FeedError("field_too_large", { line });
  return failure;
}
