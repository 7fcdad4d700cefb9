import { CsvError, parse } from "csv-parse/sync";
import { invalidInput } from "../errors";

/** One row, by the line of the file on which it begins. */
export type CsvRow = { line: number; cells: string[] };
/** A file as it was read: its first line's names, and the rows below. */
export type CsvTable = { delimiter: string; header: string[]; rows: CsvRow[] };
/** How many rows are taken, and what is said of one too many: a key of the `fields` texts. */
export type CsvLimit = { mostRows: number; tooMany: string };

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

/** The text of a file, whose encoding is found out. Throws `invalid_input` for what is no text. */
export function decodeCsv(bytes: Buffer): { encoding: string; text: string } {
  const decoded = decode(bytes);
  if (decoded.text.includes("\0")) throw refuse("csvEncoding");
  return decoded;
}

/** Counts each delimiter outside of quotes in the first line; the most frequent one is it. */
function findDelimiter(text: string): string {
  const [first = ""] = text.replaceAll(/"[^"]*"/g, "").split("\n", 1);
  const counted = delimiters.map(delimiter => [delimiter, first.split(delimiter).length] as const);
  return counted.sort((a, b) => b[1] - a[1])[0]?.[0] ?? ",";
}

/** The rows that hold something. No more are kept than may be: what is too long is refused at the row that is too many. */
function parseRows(text: string, delimiter: string, { mostRows, tooMany }: CsvLimit): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  const onRecord = (cells: string[]) => {
    if (cells.some(cell => cell.trim() !== "")) rows.push({ line, cells });
    if (rows.length > mostRows + 1) throw refuse(tooMany);
    line += 1 + cells.reduce((breaks, cell) => breaks + cell.split("\n").length - 1, 0);
    return null;
  };
  try {
    parse(text, { delimiter, relax_column_count: true, max_record_size: longestRecord, on_record: onRecord });
    return rows;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const { lines } = thrown as { lines?: number };
    throw refuse(`Line ${lines ?? 1}: a quotation mark is not closed, or stands where none may be.`);
  }
}

/** Reads the text of a CSV file with a line of names; the delimiter is found out, empty lines are left out. Throws `invalid_input` for what is none. */
export function parseCsv(text: string, limit: CsvLimit): CsvTable {
  const lines = text.replace(/\r\n?/g, "\n");
  const delimiter = findDelimiter(lines);
  const [header, ...rows] = parseRows(lines, delimiter, limit);
  if (!header || rows.length === 0) throw refuse("csvEmpty");
  if (header.cells.length > mostColumns) throw refuse("csvColumns");
  return { delimiter, header: header.cells, rows };
}
