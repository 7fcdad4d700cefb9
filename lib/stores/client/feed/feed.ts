import { BatchMaker, type FeedBatch } from "./batch";
import { detectEncoding } from "./encoding";
import { FeedError } from "./feed-error";
import { cleanField } from "./field";
import { detectDelimiter, type FeedColumns, isWhole, readHeader, toHeader } from "./header";
import { LastSeen } from "./last-seen";
import { type FeedLimits, feedLimits } from "./limits";
import { type FeedDialect, type FeedRecord, readRecords } from "./records";

/** A feed that was read once from end to end and is not broken: what the second pass needs, and how many rows it will give. */
export type InspectedFeed = {
  path: string;
  dialect: FeedDialect;
  /** The names of the columns as they stand in the file, surplus ones without a name included. */
  header: string[];
  /** Data rows, bad ones included; 0 for a feed that is only a header. */
  rows: number;
  /** Lines whose id comes again further down: the last one counts. */
  superseded: ReadonlySet<number>;
};

/** `visit` is shown the rows as they pass, while nobody knows yet which of them come again further down. */
export type Inspection = {
  limits?: FeedLimits;
  signal?: AbortSignal | undefined;
  visit?: ((batch: FeedBatch) => void) | undefined;
};

/** First pass: finds encoding and delimiter, counts rows, and throws FeedError when the file is broken as a whole. */
export async function inspectFeed(
  path: string,
  { limits = feedLimits, signal, visit }: Inspection = {},
): Promise<InspectedFeed> {
  const encodedAs = await detectEncoding(path);
  const dialect = { ...encodedAs, delimiter: await detectDelimiter(path, encodedAs) };
  const superseded = new Set<number>();
  const seen = new LastSeen();
  let columns: FeedColumns | null = null;
  let batches: BatchMaker | null = null;
  let header: string[] = [];
  let rows = 0;
  for await (const records of readRecords(path, dialect, limits)) {
    signal?.throwIfAborted();
    for (const record of records) {
      if (!columns) {
        columns = readHeader(record.fields, record.line);
        header = toHeader(record.fields);
        if (visit) batches = new BatchMaker(columns, { give: visit });
        continue;
      }
      rows += 1;
      if (rows > limits.rows) throw new FeedError("too_many_rows", { line: record.line });
      const id = idOf(record, columns);
      const before = id === "" ? null : seen.put(id, record.line);
      if (before !== null) superseded.add(before);
      batches?.add(record);
    }
  }
  if (!columns) throw new FeedError("no_header");
  batches?.end();
  return { path, dialect, header, rows, superseded };
}

/** Second pass: the products of a feed in batches of rows, in flat memory; `afterLine` goes on where an earlier pass stopped. */
export async function* readFeed(
  feed: InspectedFeed,
  { batch, afterLine = 0, signal }: { batch?: number; afterLine?: number; signal?: AbortSignal } = {},
): AsyncGenerator<FeedBatch, void> {
  const ready: FeedBatch[] = [];
  let batches: BatchMaker | null = null;
  for await (const records of readRecords(feed.path, feed.dialect, feedLimits)) {
    signal?.throwIfAborted();
    for (const record of records) {
      if (batches) batches.add(record);
      else {
        const give = (made: FeedBatch) => void ready.push(made);
        batches = new BatchMaker(readHeader(record.fields, record.line), { ...feed, batch, afterLine, give });
      }
    }
    yield* ready.splice(0);
  }
  batches?.end();
  yield* ready;
}

/** The id by which rows replace each other; a row that is cut short or overlong has none. */
function idOf({ fields }: FeedRecord, columns: FeedColumns): string {
  return isWhole(fields, columns) ? cleanField(fields[columns.places.get("id") ?? -1] ?? "") : "";
}
