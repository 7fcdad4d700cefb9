import { z } from "zod";
import type { Download } from "@/lib/platform/http/csv-file";
import { errorTexts } from "@/lib/platform/http/texts";
import { toWirePath } from "@/lib/platform/http/wire";
import { type CallingImport, readCallingFaults } from "../queries/calling-imports";

const count = z.int();
const Fault = z.object({ line: count, problems: z.array(z.string()) });

/** An import of calling data: what its file is like, and how far it is. */
export const CallingImportView = z.object({
  id: count,
  state: z.enum(["preview", "pending", "running", "done"]),
  encoding: z.string(),
  delimiter: z.string(),
  columns: z.array(z.object({ name: z.string(), field: z.string().nullable() })),
  defaultRegion: z.string().nullable(),
  total: count,
  done: count,
  created: count,
  updated: count,
  unchanged: count,
  rejected: count,
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** The first rows, with the line on which each begins; for admins, until the import is through. */
  rows: z.array(z.object({ line: count, cells: z.array(z.string()) })),
  /** The first of those that could not be taken, among the first `checked` rows. */
  faults: z.array(Fault),
  faulty: count,
  checked: count,
});
export type CallingImportView = z.infer<typeof CallingImportView>;

/** The newest imports. */
export const CallingImportList = z.object({ items: z.array(CallingImportView) });

type Texts = Awaited<ReturnType<typeof errorTexts>>;
type Fault = { line: number; errors: readonly { field: string; message: string }[] };

const problemsOf = (texts: Texts, { errors }: Fault) =>
  errors.map(({ field, message }) => [toWirePath(field), texts.field(message)].filter(Boolean).join(": "));

/** What may be seen of an import; people's data by admins only. */
export async function toCallingImportView(found: CallingImport, isAdmin: boolean): Promise<CallingImportView> {
  const texts = await errorTexts();
  const { preview, state, createdAt, endedAt, ...facts } = found;
  return {
    ...facts,
    state: CallingImportView.shape.state.parse(state),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    rows: isAdmin ? (preview?.rows ?? []) : [],
    faults: (preview?.faults ?? []).map(fault => ({ line: fault.line, problems: problemsOf(texts, fault) })),
    faulty: preview?.faulty ?? 0,
    checked: preview?.checked ?? 0,
  };
}

/** The rows that an import could not take as a file to mend and send again: line and reasons before the row's own cells. */
export async function toFaultsDownload(id: number): Promise<Download> {
  const texts = await errorTexts();
  const { header, rows } = await readCallingFaults(id);
  async function* lines() {
    yield ["line", "problem", ...header];
    for await (const row of rows) yield [String(row.line), problemsOf(texts, row).join(" · "), ...row.cells];
  }
  return { name: `calling-import-${id}-problems.csv`, lines: lines() };
}
