import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { log } from "../log";

// The package guards = + - @, tab, return and their full-width forms; a program that drops NULs or line feeds would meet what is behind them.
const guarded = (cell: string) => (/^[\0\n]/.test(cell) ? `'${cell}` : cell);

/** Lines of text cells as the bytes of a CSV: UTF-8 with a mark, so that a spreadsheet reads accents, and no cell that it would take for a formula. */
export function toCsv(lines: AsyncIterable<readonly string[]> | Iterable<readonly string[]>): Readable {
  const csv = stringify({
    bom: true,
    escape_formulas: true,
    record_delimiter: "\r\n",
    // A lone line end is no record's end here, so the package would leave it bare.
    quoted_match: /[\r\n\0]/,
    cast: { string: guarded },
  });
  // Whoever stops reading ends the source too.
  pipeline(Readable.from(lines), csv, error => {
    if (error && (error as { code?: string }).code !== "ERR_STREAM_PREMATURE_CLOSE")
      log.warn({ err: error }, "a download broke off");
  });
  return csv;
}

/** A table to download: its file's name and its lines. */
export type Download = { name: string; lines: AsyncIterable<readonly string[]> };

/** Answers a table as a CSV file, written while its lines are read. */
export function csvFile({ name, lines }: Download): Response {
  return new Response(Readable.toWeb(toCsv(lines)) as ReadableStream, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name.replace(/[^A-Za-z0-9._-]+/g, "-")}"`,
      "Cache-Control": "private, no-store",
    },
  });
}
