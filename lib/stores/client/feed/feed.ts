import { isCleanText } from "../clean-text";
import { detectEncoding } from "./encoding";
import { FeedError } from "./feed-error";
import { cleanField } from "./field";
import { detectDelimiter, type FeedColumns, isWhole, readHeader, toHeader } from "./header";
import { LastSeen } from "./last-seen";
import { type FeedLimits, feedLimits } from "./limits";
import { type FeedProduct, idChars, readProduct } from "./product";
import { type FeedDialect, type FeedRecord, readRecords } from "./records";
import type { FeedIssue } from "./row-reader";

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

/** What one batch of rows gave; `line` is the last physical line that it covers and is the place to go on from. */
export type FeedBatch = {
  line: number;
  rows: number;
  /** The refused rows as they stand in the file. */
  refused: FeedRecord[];
  /** Every id that stands in the place of ids, also in a row that is refused: what is named is not gone. */
  ids: Set<string>;
  products: FeedProduct[];
  errors: FeedIssue[];
  warnings: FeedIssue[];
};

// A batch of long rows ends early, so that it takes no more memory than one of short rows.
const batchChars = 2_000_000;

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
  let header: string[] = [];
  let rows = 0;
  for await (const records of readRecords(path, dialect, limits)) {
    signal?.throwIfAborted();
    for (const record of records) {
      if (!columns) {
        columns = readHeader(record.fields, record.line);
        header = toHeader(record.fields);
        continue;
      }
      rows += 1;
      if (rows > limits.rows) throw new FeedError("too_many_rows", { line: record.line });
      const id = idOf(record, columns);
      const before = id === "" ? null : seen.put(id, record.line);
      if (before !== null) superseded.add(before);
    }
  }
  if (!columns) throw new FeedError("no_header");
  return { path, dialect, header, rows, superseded };
}

/** Second pass: the products of a feed in batches of rows, in flat memory; `afterLine` goes on where an earlier pass stopped. */
export async function* readFeed(
  feed: InspectedFeed,
  options: { batch?: number; afterLine?: number; signal?: AbortSignal } = {},
): AsyncGenerator<FeedBatch> {
  const { batch: batchRows = 1000, afterLine = 0, signal } = options;
  let columns: FeedColumns | null = null;
  let batch = emptyBatch(afterLine);
  let chars = 0;
  for await (const records of readRecords(feed.path, feed.dialect, feedLimits)) {
    signal?.throwIfAborted();
    for (const record of records) {
      if (!columns) columns = readHeader(record.fields, record.line);
      else if (record.line > afterLine) {
        addRow(batch, record, columns, feed.superseded);
        chars += record.fields.reduce((sum, field) => sum + field.length, 0);
      }
      if (batch.rows < batchRows && chars < batchChars) continue;
      yield batch;
      batch = emptyBatch(batch.line);
      chars = 0;
    }
  }
  if (batch.rows > 0) yield batch;
}

function emptyBatch(line: number): FeedBatch {
  return { line, rows: 0, refused: [], ids: new Set(), products: [], errors: [], warnings: [] };
}

function addRow(batch: FeedBatch, record: FeedRecord, columns: FeedColumns, superseded: ReadonlySet<number>): void {
  const { line } = record;
  batch.line = line;
  batch.rows += 1;
  const id = cleanField(record.fields[columns.places.get("id") ?? -1] ?? "");
  if (id !== "" && id.length <= idChars && isCleanText(id)) batch.ids.add(id);
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
  else batch.refused.push(record);
  batch.errors.push(...errors);
  batch.warnings.push(...warnings);
}

/** The id by which rows replace each other; a row that is cut short or overlong has none. */
function idOf({ fields }: FeedRecord, columns: FeedColumns): string {
  return isWhole(fields, columns) ? cleanField(fields[columns.places.get("id") ?? -1] ?? "") : "";
}
