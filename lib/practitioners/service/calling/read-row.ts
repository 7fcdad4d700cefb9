import { slipOf } from "@/lib/platform/csv/match-columns";
import type { CsvRow } from "@/lib/platform/csv/read-csv";
import { type CallingTable, toRecord } from "../../client/calling-csv";
import { type ReadRecord, readRecord } from "./record";

/** Reads one row of a file as the record it tells; a row with more cells than there are columns has slipped, and is not taken. */
export function readRow(row: CsvRow, { columns }: Pick<CallingTable, "columns">, region: string | null): ReadRecord {
  const errors = slipOf(row, columns);
  return errors.length > 0 ? { errors, phoneNumber: null } : readRecord(toRecord(row, columns), region ?? undefined);
}
