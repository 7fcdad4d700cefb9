import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Download } from "@/lib/platform/http/csv-file";

const unpack = promisify(gunzip);
const Fields = z.array(z.string());
const Page = z.object({
  header: Fields,
  rows: z.array(z.object({ line: z.number(), problems: z.array(z.string()), fields: Fields })),
});

/** The rows that an import could not take, page by page, as they stood in the feeds; throws `not_found` for another store's import. */
export async function listImportBadRows(storeId: number, jobId: number): Promise<Download> {
  const scope = { store: storeId };
  const pages = await transaction(scope, async tx => {
    if ((await tx.storeImport.count({ where: { storeId, runId: jobId } })) === 0) throw new AppError("not_found");
    const orderBy = [{ source: "asc" }, { line: "asc" }] as const;
    const where = { storeId, runId: jobId };
    return tx.importBadRows.findMany({ where, orderBy: [...orderBy], select: { source: true, line: true } });
  });
  async function* lines(): AsyncGenerator<string[]> {
    let header = "";
    for (const { source, line } of pages) {
      const where = { storeId_runId_source_line: { storeId, runId: jobId, source, line } };
      const kept = await transaction(scope, tx => tx.importBadRows.findUnique({ where, select: { content: true } }));
      if (!kept) continue;
      const page = Page.parse(JSON.parse((await unpack(kept.content)).toString("utf8")));
      // Feeds mostly name the same columns; where they do not, each has a header of its own.
      if (page.header.join("\n") !== header) yield ["feed", "line", "problem", ...page.header];
      header = page.header.join("\n");
      for (const row of page.rows) yield [source, String(row.line), row.problems.join(" "), ...row.fields];
    }
  }
  return { name: `bad-rows-import-${jobId}.csv`, lines: lines() };
}
