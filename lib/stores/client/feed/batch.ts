import { isCleanText } from "@/lib/platform/clean-text";
import { cleanField } from "./field";
import type { FeedColumns } from "./header";
import { type FeedProduct, idChars, readProduct } from "./product";
import type { FeedRecord } from "./records";
import type { FeedIssue } from "./row-reader";

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

type Making = {
  give: (batch: FeedBatch) => void;
  /** The most rows of a batch. */
  batch?: number | undefined;
  /** Rows up to this line are left out. */
  afterLine?: number;
  /** Lines whose id comes again further down. */
  superseded?: ReadonlySet<number>;
};

// A batch of long rows ends early, so that it takes no more memory than one of short rows.
const batchChars = 2_000_000;
const message = "The id comes again further down; the last line counts.";

function emptyBatch(line: number): FeedBatch {
  return { line, rows: 0, refused: [], ids: new Set(), products: [], errors: [], warnings: [] };
}

/** Reads rows one by one and gives them away in batches. */
export class BatchMaker {
  #batch: FeedBatch;
  #chars = 0;

  constructor(
    private readonly columns: FeedColumns,
    private readonly making: Making,
  ) {
    this.#batch = emptyBatch(making.afterLine ?? 0);
  }

  add(record: FeedRecord): void {
    const { afterLine = 0, batch = 1000 } = this.making;
    if (record.line <= afterLine) return;
    this.#read(record);
    for (const field of record.fields) this.#chars += field.length;
    if (this.#batch.rows >= batch || this.#chars >= batchChars) this.end();
  }

  /** Gives away what is left. */
  end(): void {
    if (this.#batch.rows === 0) return;
    const made = this.#batch;
    this.#batch = emptyBatch(made.line);
    this.#chars = 0;
    this.making.give(made);
  }

  #read(record: FeedRecord): void {
    const { line } = record;
    const batch = this.#batch;
    batch.line = line;
    batch.rows += 1;
    const id = cleanField(record.fields[this.columns.places.get("id") ?? -1] ?? "");
    if (id !== "" && id.length <= idChars && isCleanText(id)) batch.ids.add(id);
    if (this.making.superseded?.has(line)) {
      batch.warnings.push({ line, field: "id", code: "duplicate_id", message });
      return;
    }
    const { product, errors, warnings } = readProduct(record, this.columns);
    if (product) batch.products.push(product);
    else batch.refused.push(record);
    batch.errors.push(...errors);
    batch.warnings.push(...warnings);
  }
}
