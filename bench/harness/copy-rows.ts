import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Client } from "pg";
import { from } from "pg-copy-streams";

const toLine = (row: readonly unknown[]) =>
  `${row.map(field => (field === null || field === undefined ? "\\N" : String(field).replaceAll("\\", "\\\\"))).join("\t")}\n`;

/** Sends rows to a table by COPY; no text in them holds a tab or a line break. */
export const copyRows = (client: Client, table: string, rows: readonly (readonly unknown[])[]): Promise<void> =>
  pipeline(Readable.from(rows.map(toLine)), client.query(from(`COPY ${table} FROM STDIN`)));
