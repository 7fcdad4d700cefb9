import { detectEncoding } from "./encoding";
import { FeedError } from "./feed-error";
import { cleanField } from "./field";
import { detectDelimiter, type FeedColumns, isWhole, readHeader } from "./header";
import { LastSeen } from "./last-seen";
import { type FeedLimits, feedLimits } from "./limits";
import { type FeedProduct, readProduct } from "./product";
import { type FeedDialect, type FeedRecord, readRecords } from "./records";
import type { FeedIssue } from "./row-reader";

/** A feed that was read once from end to end and is not broken: what the second pass needs, and how many rows it will give. */
export type InspectedFeed = {
  path: string;
  dialect: FeedDialect;
  columns: string[];
  /** Data rows, bad ones included; 0 for a feed that is only a header. */
  rows: number;
  /** Lines whose id comes again further down: the last one counts. */
  superseded: ReadonlySet<number>;
};

/** What one batch of rows gave; `line` is the last physical line that it covers and is the place to go on from. */
export type FeedBatch = {
  line: number;
  rows: number;
  products: FeedProduct[];
  errors: FeedIssue[];
  warnings: FeedIssue[];
};

/** First pass: finds encoding and delimiter, counts rows, and throws FeedError when the file is broken as a whole. */
export async function inspectFeed(
  path: string,
  limits: FeedLimits = feedLimits,
  signal?: AbortSignal,
): Promise<InspectedFeed> {
  const encodedAs = await detectEncoding(path);
  const dialect = { ...encodedAs, delimiter: await detectDelimiter(path, encodedAs) };
  const superseded = new Set<number>();
  const seen = new LastSeen();
  let columns: FeedColumns | null = null;
  let rows = 0;
  for await (const record of readRecords(path, dialect, limits)) {
    signal?.throwIfAborted();
    if (!columns) {
      columns = readHeader(record.fields, record.line);
      continue;
    }
    rows += 1;
    if (rows > limits.rows) throw new FeedError("too_many_rows", { line: record.line });
    const id = idOf(record, columns);
    const before = id === "" ? null : seen.put(id, record.line);
    if (before !== null) superseded.add(before);
  }
  if (!columns) throw new FeedError("no_header");
  return { path, dialect, columns: [...columns.places.keys()], rows, superseded };
}

/** Second pass: the products of a feed in batches of rows, in flat memory; `afterLine` goes on where an earlier pass stopped. */
export async function* readFeed(
  feed: InspectedFeed,
  options: { batch?: number; afterLine?: number; signal?: AbortSignal } = {},
): AsyncGenerator<FeedBatch> {
  const { batch: batchRows = 1000, afterLine = 0, signal } = options;
  let columns: FeedColumns | null = null;
  let batch = emptyBatch(afterLine);
  for await (const record of readRecords(feed.path, feed.dialect, feedLimits)) {
    signal?.throwIfAborted();
    if (!columns) columns = readHeader(record.fields, record.line);
    else if (record.line > afterLine) addRow(batch, record, columns, feed.superseded);
    if (batch.rows < batchRows) continue;
    yield batch;
    batch = emptyBatch(batch.line);
  }
  if (batch.rows > 0) yield batch;
}

function emptyBatch(line: number): FeedBatch {
  return { line, rows: 0, products: [], errors: [], warnings: [] };
}

function addRow(batch: FeedBatch, record: FeedRecord, columns: FeedColumns, superseded: ReadonlySet<number>): void {
  const { line } = record;
  batch.line = line;
  batch.rows += 1;
  if (superseded.has(line)) {
    batch.warnings.push({
      line,
      field: "id",
      code: "duplicate_id",
      message: "The id comes again further down; the last line counts.",
    });
    return;
  }
  const { product, errors, warnings } = readProduct(record, columns);
  if (product) batch.products.push(product);
  batch.errors.push(...errors);
  batch.warnings.push(...warnings);
}

/** The id by which rows replace each other; a row that is cut short or overlong has none. */
function idOf({ fields }: FeedRecord, columns: FeedColumns): string {
  return isWhole(fields, columns) ? cleanField(fields[columns.places.get("id") ?? -1] ?? "") : "";
}
