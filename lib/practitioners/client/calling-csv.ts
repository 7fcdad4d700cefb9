import { type CsvColumn as Column, matchColumns, toldCells } from "@/lib/platform/csv/match-columns";
import { type CsvRow, decodeCsv, parseCsv } from "@/lib/platform/csv/read-csv";
import { invalidInput } from "@/lib/platform/errors";
import { type CallingField, callingFields } from "../schema/calling";

/** A column of a file with the field that it fills; null for one that we do not take. */
export type CsvColumn = Column<CallingField>;
/** A file of calling data as it was read. */
export type CallingTable = { encoding: string; delimiter: string; columns: CsvColumn[]; rows: CsvRow[] };

const limit = { mostRows: 50_000, tooMany: "csvRows" };

/** Reads a CSV file of calling data: encoding and delimiter are found out, columns by their names. Throws `invalid_input` for what is no such file. */
export function readCallingTable(bytes: Buffer): CallingTable {
  const { encoding, text } = decodeCsv(bytes);
  const { delimiter, header, rows } = parseCsv(text, limit);
  const columns = matchColumns(header, callingFields);
  if (!columns.some(({ field }) => field === "phone_number"))
    throw invalidInput([{ field: "file", code: "invalid", message: "csvNoPhone" }]);
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

/** A row as the calling system would have sent it; an empty cell was not told. */
export function toRecord(row: CsvRow, columns: readonly CsvColumn[]): Record<string, unknown> {
  const told = Object.entries(toldCells(row, columns)).map(([field, cell]) => [
    field,
    converters[field as CallingField]?.(cell) ?? cell,
  ]);
  const { first_name: first, last_name: last, ...rest } = Object.fromEntries(told) as Record<string, unknown>;
  const name = [first, last].filter(Boolean).join(" ");
  return name === "" || "name" in rest ? rest : { ...rest, name };
}
