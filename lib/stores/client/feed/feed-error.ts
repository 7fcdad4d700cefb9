/** Why a feed is refused as a whole. */
export type FeedProblem =
  | "empty_file"
  | "empty_feed"
  | "not_csv"
  | "compressed"
  | "no_header"
  | "missing_column"
  | "duplicate_column"
  | "too_many_columns"
  | "too_many_rows"
  | "field_too_large"
  | "unclosed_quote";

/** A feed that is broken as a whole: nothing of it may be imported. `line` is the physical line, `column` the column in question. */
export class FeedError extends Error {
  readonly code: FeedProblem;
  readonly line: number | null;
  readonly column: string | null;
  /** The columns that the file names, where it got that far. */
  readonly header: readonly string[] | null;

  constructor(code: FeedProblem, place: { line?: number; column?: string; header?: readonly string[] } = {}) {
    const { header, ...where } = place;
    super(`the feed is refused: ${code} ${JSON.stringify(where)}`);
    this.name = "FeedError";
    this.code = code;
    this.line = place.line ?? null;
    this.column = place.column ?? null;
    this.header = header ?? null;
  }
}
