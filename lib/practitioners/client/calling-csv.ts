import { CsvError, parse } from "csv-parse/sync";
import { invalidInput } from "@/lib/platform/errors";
import { type CallingField, callingFields } from "../schema/calling";

/** A column of a file with the field that it fills; null for one that we do not take. */
export type CsvColumn = { name: string; field: CallingField | null };
/** One row, by the line of the file on which it begins. */
export type CsvRow = { line: number; cells: string[] };
/** A file of calling data as it was read. */
export type CallingTable = { encoding: string; delimiter: string; columns: CsvColumn[]; rows: CsvRow[] };

const mostRows = 50_000;
const mostColumns = 100;
const longestRecord = 262_144;
const delimiters = [",", ";", "\t", "|"];

const refuse = (message: string) => invalidInput([{ field: "file", code: "invalid", message }]);

// Where a mark says it, that; then what is no UTF-8 is what western spreadsheets write.
const marks: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

function decode(bytes: Buffer): { encoding: string; text: string } {
  const marked = marks.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1];
  for (const encoding of marked ? [marked] : ["utf-8", "windows-1252"])
    try {
      return { encoding, text: new TextDecoder(encoding, { fatal: encoding === "utf-8" }).decode(bytes) };
    } catch {
      // Not this one.
    }
  throw refuse("csvEncoding");
}

/** Counts each delimiter outside of quotes in the first line; the most frequent one is it. */
function findDelimiter(text: string): string {
  const [first = ""] = text.replaceAll(/"[^"]*"/g, "").split("\n", 1);
  const counted = delimiters.map(delimiter => [delimiter, first.split(delimiter).length] as const);
  return counted.sort((a, b) => b[1] - a[1])[0]?.[0] ?? ",";
}

function parseRows(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, max_record_size: longestRecord, to: mostRows + 2 });
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const { lines } = thrown as { lines?: number };
    throw refuse(`Line ${lines ?? 1}: a quotation mark is not closed, or stands where none may be.`);
  }
}

const plain = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

function readColumns(names: readonly string[]): CsvColumn[] {
  const free = new Map(
    Object.entries(callingFields).flatMap(([field, others]) =>
      [field, ...others].map(name => [plain(name), field as CallingField] as const),
    ),
  );
  const taken = new Set<CallingField>();
  return names.map(name => {
    const field = free.get(plain(name)) ?? null;
    if (field === null || taken.has(field)) return { name, field: null };
    taken.add(field);
    return { name, field };
  });
}

function numberRows(rows: readonly string[][]): CsvRow[] {
  let line = 1;
  return rows.map(cells => {
    const row = { line, cells };
    line += 1 + cells.reduce((breaks, cell) => breaks + cell.split("\n").length - 1, 0);
    return row;
  });
}

/** Reads a CSV file of calling data: encoding and delimiter are found out, columns by their names. Throws `invalid_input` for what is no such file. */
export function readCallingTable(bytes: Buffer): CallingTable {
  const { encoding, text } = decode(bytes);
  if (text.includes("\0")) throw refuse("csvEncoding");
  const lines = text.replace(/\r\n?/g, "\n");
  const delimiter = findDelimiter(lines);
  const [header, ...rows] = numberRows(parseRows(lines, delimiter)).filter(({ cells }) =>
    cells.some(cell => cell.trim() !== ""),
  );
  if (!header || rows.length === 0) throw refuse("csvEmpty");
  if (header.cells.length > mostColumns) throw refuse("csvColumns");
  if (rows.length > mostRows) throw refuse("csvRows");
  const columns = readColumns(header.cells);
  if (!columns.some(({ field }) => field === "phone_number")) throw refuse("csvNoPhone");
  return { encoding, delimiter, columns, rows };
}

const yes = /^(yes|y|true|1|x)$/i;
const no = /^(no|n|false|0)$/i;

const listOf = (cell: string) =>
  cell
    .split(/[;|]/)
    .map(word => word.trim())
    .filter(Boolean);
const converters: Partial<Record<CallingField, (cell: string) => unknown>> = {
  is_contacted: cell => (yes.test(cell) ? true : no.test(cell) ? false : cell),
  student_count: cell => (/^\d{1,9}$/.test(cell) ? Number(cell) : cell),
  class_types: listOf,
  current_challenges: listOf,
};
const convert = (field: CallingField, cell: string) => converters[field]?.(cell) ?? cell;

/** A row as the calling system would have sent it; an empty cell was not told. */
export function toRecord({ cells }: CsvRow, columns: readonly CsvColumn[]): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const [at, { field }] of columns.entries()) {
    const cell = cells[at]?.trim() ?? "";
    if (field !== null && cell !== "") told[field] = convert(field, cell);
  }
  const { first_name: first, last_name: last, ...rest } = told;
  const name = [first, last].filter(Boolean).join(" ");
  return name === "" || "name" in rest ? rest : { ...rest, name };
}
