import { pipeline } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { type EncodedAs, readText } from "./encoding";
import { FeedError } from "./feed-error";
import type { FeedLimits } from "./limits";

/** One line of a feed, or several when a quoted field spans lines; `line` is the physical line on which it starts. */
export type FeedRecord = { line: number; fields: string[] };

/** How to cut a feed's text into fields. */
export type FeedDialect = EncodedAs & { delimiter: "\t" | "," | ";" };

/** Streams the records of a feed, blank lines left out; throws FeedError as soon as the file proves broken. */
export async function* readRecords(path: string, dialect: FeedDialect, limits: FeedLimits): AsyncGenerator<FeedRecord> {
  let nextLine = 1;
  const parser = parse({
    delimiter: dialect.delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.columns * limits.fieldBytes,
    // Counted here and not behind the parser, whose queue is dropped when it fails; the line travels as a field in front.
    on_record: (fields: string[]) => {
      const line = nextLine;
      nextLine += 1 + lineBreaksIn(fields);
      return fields.length === 1 && fields[0]?.trim() === "" ? null : [String(line), ...fields];
    },
  });
  pipeline(readText(path, dialect), parser, () => undefined);
  try {
    for await (const [line, ...fields] of parser as AsyncIterable<string[]>) {
      const record = { line: Number(line), fields };
      checkRecord(record, limits);
      yield record;
    }
  } catch (failure) {
    throw feedErrorOf(failure, nextLine);
  }
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
