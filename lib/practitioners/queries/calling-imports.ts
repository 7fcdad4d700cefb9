import { z } from "zod";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

const Errors = z.array(z.object({ field: z.string(), code: z.string(), message: z.string() }));
const Columns = z.array(z.object({ name: z.string(), field: z.string().nullable() }));
const Preview = z.object({
  rows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
  faults: z.array(z.object({ line: z.number(), errors: Errors })),
  faulty: z.number(),
  checked: z.number(),
});

const facts = {
  id: true,
  state: true,
  encoding: true,
  delimiter: true,
  columns: true,
  defaultRegion: true,
  total: true,
  done: true,
  created: true,
  updated: true,
  unchanged: true,
  rejected: true,
  createdAt: true,
  endedAt: true,
} as const;

/** One import of calling data with what was seen of its file; null where there is none. */
export async function findCallingImport(id: number) {
  const found = await transaction("system", tx =>
    tx.callingImport.findUnique({ where: { id }, select: { ...facts, preview: true } }),
  );
  if (!found) return null;
  const preview = found.preview === null ? null : Preview.parse(found.preview);
  return { ...found, columns: Columns.parse(found.columns), preview };
}
export type CallingImport = NonNullable<Awaited<ReturnType<typeof findCallingImport>>>;

/** The same; throws `not_found`. */
export async function getCallingImport(id: number): Promise<CallingImport> {
  const found = await findCallingImport(id);
  if (!found) throw new AppError("not_found");
  return found;
}

/** The newest imports of calling data, at most twenty. */
export async function listCallingImports() {
  const rows = await transaction("system", tx =>
    tx.callingImport.findMany({ select: facts, orderBy: { id: "desc" }, take: 20 }),
  );
  return rows.map(row => ({ ...row, columns: Columns.parse(row.columns), preview: null }));
}

const rowsAtOnce = 1000;

/** The rows that an import could not take, as they stood in the file, with their reasons; read as they are written. Throws `not_found`. */
export async function readCallingFaults(id: number) {
  const { columns } = await getCallingImport(id);
  async function* rows() {
    for (let after = 0; ; ) {
      const where = { importId: id, line: { gt: after } };
      const page = await transaction("system", tx =>
        tx.callingImportFault.findMany({ where, orderBy: { line: "asc" }, take: rowsAtOnce }),
      );
      for (const { line, cells, errors } of page) yield { line, cells, errors: Errors.parse(errors) };
      after = page.at(-1)?.line ?? 0;
      if (page.length < rowsAtOnce) return;
    }
  }
  return { header: columns.map(({ name }) => name), rows: rows() };
}
