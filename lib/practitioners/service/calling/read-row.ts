import type { FieldError } from "@/lib/platform/errors";
import { type CallingTable, type CsvRow, toRecord } from "../../client/calling-csv";
import { type ReadRecord, readRecord } from "./record";

const tooMany: FieldError = { field: "", code: "too_many_cells", message: "tooManyCells" };

/** Reads one row of a file as the record it tells; a row with more cells than there are columns has slipped, and is not taken. */
export function readRow(row: CsvRow, { columns }: Pick<CallingTable, "columns">, region: string | null): ReadRecord {
  if (row.cells.slice(columns.length).some(cell => cell.trim() !== "")) return { errors: [tooMany], phoneNumber: null };
  return readRecord(toRecord(row, columns), region ?? undefined);
}
