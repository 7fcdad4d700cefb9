import { isCleanText } from "@/lib/platform/clean-text";
import { cleanField } from "./field";
import type { FeedColumns } from "./header";

/** A complaint about one field of one line. */
export type FeedIssue = { line: number; field: string; code: string; message: string };

/** Reads the fields of one row and collects what is wrong with them. */
export class RowReader {
  readonly #errors: FeedIssue[] = [];
  readonly #warnings: FeedIssue[] = [];
  readonly #row: { line: number; fields: readonly string[] };
  readonly #columns: FeedColumns;

  constructor(row: { line: number; fields: readonly string[] }, columns: FeedColumns) {
    this.#row = row;
    this.#columns = columns;
  }

  refuse(field: string, code: string, message: string): void {
    this.#errors.push({ line: this.#row.line, field, code, message });
  }

  warn(field: string, code: string, message: string): void {
    this.#warnings.push({ line: this.#row.line, field, code, message });
  }

  /** The complaints so far; any error refuses the row. */
  issues(): { errors: FeedIssue[]; warnings: FeedIssue[] } {
    return { errors: this.#errors, warnings: this.#warnings };
  }

  /** The trimmed text of a column, shortened to a limit; null when empty or when the feed has no such column. */
  text(column: string, limit: number): string | null {
    const index = this.#columns.places.get(column);
    const text = index === undefined ? "" : cleanField(this.#row.fields[index] ?? "");
    if (!isCleanText(text)) {
      this.refuse(column, "bad_characters", "The field holds characters that cannot be read.");
      return null;
    }
    if (text.length <= limit) return text === "" ? null : text;
    if (column === "id") this.refuse(column, "too_long", `The id has more than ${limit} characters.`);
    else this.warn(column, "shortened", `The field was cut after ${limit} characters.`);
    return text.slice(0, limit).toWellFormed().replaceAll("\ufffd", "");
  }

  /** The text of a column that must not be empty; "" when it is, which refuses the row. */
  required(column: string, limit: number): string {
    const before = this.#errors.length;
    const text = this.text(column, limit);
    if (text === null && this.#errors.length === before) this.refuse(column, "missing", "The field is empty.");
    return text ?? "";
  }

  link(column: string): string | null {
    const text = this.text(column, 2_001);
    if (text === null || isWebLink(text)) return text;
    this.warn(column, "invalid_link", "The link is left out: it is no web address.");
    return null;
  }

  number(column: string, highest: number, decimals: number): number | null {
    const text = this.text(column, 40)?.replace(",", ".").replace(/\s*%$/, "") ?? null;
    if (text === null) return null;
    const value = Number(text);
    const isShaped = /^\d+(\.\d+)?$/.test(text) && (text.split(".")[1]?.replace(/0+$/, "").length ?? 0) <= decimals;
    if (isShaped && value <= highest) return value;
    this.warn(column, "invalid_number", "The number is left out: it is not one we can use.");
    return null;
  }
}

/** True for an http or https address that parses. */
function isWebLink(text: string): boolean {
  return text.length <= 2_000 && /^https?:\/\//i.test(text) && URL.canParse(text);
}
