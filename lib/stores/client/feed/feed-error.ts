/** Why a feed is refused as a whole. */
export type FeedProblem =
  | "empty_file"
  | "not_csv"
  | "compressed"
  | "no_header"
  | "missing_column"
  | "duplicate_column"
  | "too_many_columns"
  | "too_many_rows"
  | "field_too_large"
  | "unclosed_quote";

const sentences: Record<FeedProblem, string> = {
  empty_file: "The file is empty.",
  not_csv: "This is a web page or some other format, not a CSV file.",
  compressed: "The file is compressed. Give the address of the plain CSV file.",
  no_header: "The first line does not name the columns.",
  missing_column: "A required column is missing.",
  duplicate_column: "A column is named twice.",
  too_many_columns: "A line has too many columns.",
  too_many_rows: "The file has too many rows.",
  field_too_large: "A field is too large.",
  unclosed_quote: "A quotation mark is opened and never closed.",
};

/** A feed that is broken as a whole: nothing of it may be imported. `line` is the physical line, `column` the column in question. */
export class FeedError extends Error {
  readonly code: FeedProblem;
  readonly line: number | null;
  readonly column: string | null;

  constructor(code: FeedProblem, place: { line?: number; column?: string } = {}) {
    super(sentences[code]);
    this.name = "FeedError";
    this.code = code;
    this.line = place.line ?? null;
    this.column = place.column ?? null;
  }
}
