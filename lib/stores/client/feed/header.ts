import { cleanText } from "@/lib/platform/clean-text";
import { type EncodedAs, readText } from "./encoding";
import { FeedError } from "./feed-error";
import { cleanField } from "./field";
import type { FeedDialect } from "./records";

/** The columns without which a feed is no feed. */
const requiredColumns = ["id", "title", "price"] as const;

/** What we keep of a product, by the column that it comes from; every other column is ignored. */
const fieldOfColumn = {
  id: "id",
  title: "title",
  description: "description",
  price: "price",
  sale_price: "sale_price",
  availability: "availability",
  gtin: "gtin",
  brand: "brand",
  product_type: "product_type",
  item_group_id: "item_group_id",
  link: "link",
  image_link: "image_link",
  "atalanda:quantity": "quantity",
  quantity: "quantity",
  "atalanda:tax_rate": "tax_rate",
  "atalanda:delivery_method": "delivery_method",
  "atalanda:preorder_days": "preorder_days",
} as const;
/** A field of ours that a feed can fill. */
export type FeedField = (typeof fieldOfColumn)[keyof typeof fieldOfColumn];

/** Every field that a feed can fill, each once. */
export const feedFields: readonly FeedField[] = [...new Set(Object.values(fieldOfColumn))];

const delimiters = ["\t", ",", ";"] as const;
const headChars = 256 * 1024;

/** Finds the delimiter by the first line that is not blank: the one that yields the required columns, else the most frequent one. */
export async function detectDelimiter(path: string, encodedAs: EncodedAs): Promise<FeedDialect["delimiter"]> {
  const line = await firstLine(path, encodedAs);
  if (line === "") throw new FeedError("empty_file");
  if (/^\s*[<{[]/.test(line)) throw new FeedError("not_csv");
  const ranked = delimiters
    .map(delimiter => ({ delimiter, names: line.split(delimiter).map(columnName) }))
    .sort((one, other) => other.names.length - one.names.length);
  const fitting = ranked.find(({ names }) => requiredColumns.every(column => names.includes(column)));
  return (fitting ?? ranked[0])?.delimiter ?? ",";
}

/** Where each named column stands, how many fields the header has, and how many up to the last named one. */
export type FeedColumns = { places: ReadonlyMap<string, number>; width: number; namedWidth: number };

/** Maps column names to their place; throws FeedError when a required one is missing or any is named twice. */
export function readHeader(fields: readonly string[], line: number): FeedColumns {
  const columns = new Map<string, number>();
  for (const [index, field] of fields.entries()) {
    const name = columnName(field);
    if (name === "") continue;
    if (columns.has(name)) throw new FeedError("duplicate_column", { line, column: name, header: toHeader(fields) });
    columns.set(name, index);
  }
  const missing = missingColumns(fields);
  if (missing.length === requiredColumns.length) throw new FeedError("no_header", { line });
  if (missing[0]) throw new FeedError("missing_column", { line, column: missing.join(", "), header: toHeader(fields) });
  return { places: columns, width: fields.length, namedWidth: Math.max(...columns.values()) + 1 };
}

/** The names of a header as they stand there, without blanks and quotation marks around them. */
export const toHeader = (fields: readonly string[]): string[] =>
  fields.map(field => cleanText(cleanField(field).slice(0, 100)));

/** The required columns that a header does not name. */
export function missingColumns(header: readonly string[]): string[] {
  const names = header.map(columnName);
  return requiredColumns.filter(column => !names.includes(column));
}

/** Which of our fields each column of a header fills; null for one that is ignored. Of two columns for one field the marketplace's own counts. */
export function mapColumns(header: readonly string[]): { name: string; field: FeedField | null }[] {
  const names = header.map(columnName);
  return header.flatMap((name, at) => {
    const column = names[at] ?? "";
    if (column === "") return [];
    const isDoubled = column === "quantity" && names.includes("atalanda:quantity");
    const field =
      isDoubled || !Object.hasOwn(fieldOfColumn, column) ? null : fieldOfColumn[column as keyof typeof fieldOfColumn];
    return [{ name, field }];
  });
}

/** True for a row that has the header's fields; blank ones at the end may be missing or too many. */
export function isWhole(fields: readonly string[], { width, namedWidth }: FeedColumns): boolean {
  if (fields.length <= width) return fields.length >= namedWidth;
  return fields.slice(width).every(field => field.trim() === "");
}

/** "g:Image Link" and "image_link" are one column. */
function columnName(text: string): string {
  return cleanField(text)
    .toLowerCase()
    .replace(/^g:/, "")
    .replace(/[\s-]+/g, "_")
    .slice(0, 100);
}

async function firstLine(path: string, encodedAs: EncodedAs): Promise<string> {
  let text = "";
  for await (const chunk of readText(path, encodedAs)) {
    text = (text + chunk.toString("utf8")).trimStart();
    if (text.includes("\n") || text.length > headChars) break;
  }
  return text.split("\n", 1)[0] ?? "";
}
