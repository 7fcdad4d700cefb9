import { setImmediate } from "node:timers/promises";
import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import type { FieldError } from "@/lib/platform/errors";
import { withoutPatience } from "@/lib/platform/patience";
import { type CallingTable, readCallingTable } from "../../client/calling-csv";
import type { ImportOptions } from "../../schema/calling";
import { readRow } from "./read-row";

/** Who acts, and from where. */
export type By = { actor: { id: number }; caller: { address: string; agent: string } };

/** What a file is like before any of it is taken: its first rows, and the first faults among its first thousand rows. */
export type ImportPreview = {
  rows: { line: number; cells: string[] }[];
  faults: { line: number; errors: FieldError[] }[];
  faulty: number;
  checked: number;
};

const shownRows = 5;
const shownFaults = 20;
const checkedRows = 1000;

async function look(table: CallingTable, region: string | null): Promise<ImportPreview> {
  const checked = table.rows.slice(0, checkedRows);
  const faults: ImportPreview["faults"] = [];
  for (const [at, row] of checked.entries()) {
    // Others are served meanwhile.
    if (at % 200 === 199) await setImmediate();
    const read = readRow(row, table, region);
    if (!("record" in read)) faults.push({ line: row.line, errors: read.errors });
  }
  return {
    rows: table.rows.slice(0, shownRows),
    faults: faults.slice(0, shownFaults),
    faulty: faults.length,
    checked: checked.length,
  };
}

/** Reads a file and keeps it until somebody starts its import; none of it is taken yet. Returns the import's id. Throws `invalid_input` for what is no file of calling data. */
export async function previewImport(by: By, bytes: Buffer, { defaultRegion = null }: Partial<Nullable<ImportOptions>>) {
  const table = readCallingTable(bytes);
  const preview = await look(table, defaultRegion);
  const { encoding, delimiter, columns, rows } = table;
  // Of twenty megabytes it takes its time.
  const keep = async (tx: Tx) => {
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO calling_import (state, file, encoding, delimiter, columns, preview, default_region, total, created_at)
      VALUES ('preview', ${bytes}, ${encoding}, ${delimiter}, ${JSON.stringify(columns)}::jsonb, ${JSON.stringify(preview)}::jsonb,
        ${defaultRegion}, ${rows.length}, app_now()) RETURNING id`;
    const id = made?.id ?? 0;
    await audit(tx, {
      action: "calling.file_uploaded",
      actor: { kind: "user", id: by.actor.id },
      subject: { kind: "calling_import", id },
      detail: { rows: rows.length },
      ...by.caller,
    });
    return id;
  };
  return await withoutPatience(() => transaction("system", keep));
}

type Nullable<T> = { [Name in keyof T]: T[Name] | null };
