import { z } from "zod";
import type { ProgressView } from "./import";

/** The problems of an import, part by part: at most a hundred of each are kept, `issues` says how many there were. */
export const IssuesView = z.object({
  jobId: z.int(),
  startedAt: z.iso.datetime(),
  parts: z.array(
    z.object({
      id: z.enum(["orders", "products"]),
      title: z.string(),
      skipped: z.int(),
      issues: z.int(),
      /** Feed rows that can be downloaded as they stood in the file. */
      badRows: z.int(),
      items: z.array(
        z.object({
          /** A shipment's id, or a feed's language. */
          source: z.string(),
          /** The physical line of a feed; null for a shipment. */
          line: z.int().nullable(),
          /** Null where the row as a whole is at fault. */
          field: z.string().nullable(),
          code: z.string(),
          message: z.string(),
        }),
      ),
    }),
  ),
});
export type IssuesView = z.infer<typeof IssuesView>;

type IssueRow = { step: string; source: string; line: number; field: string; code: string; message: string };

const parts = ["orders", "products"] as const;

// Of a feed by its lines, since a page's errors were written before its hints; of shipments as they were found.
const inFeedOrder = (one: IssueRow, other: IssueRow) =>
  one.line === 0 ? 0 : one.source.localeCompare(other.source) || one.line - other.line;

/** The problems of an import, in their order; parts without any are left out. */
export function toIssuesView(progress: ProgressView, rows: readonly IssueRow[], badRows: number): IssuesView {
  const found = parts.flatMap(id => {
    const part = progress.parts.find(one => one.id === id);
    const items = rows
      .filter(({ step }) => step === id)
      .sort(inFeedOrder)
      .map(({ source, line, field, code, message }) => ({
        source,
        line: line || null,
        field: field || null,
        code,
        message,
      }));
    if (!part || (items.length === 0 && part.issues === 0)) return [];
    const issues = Math.max(part.issues, items.length);
    const { title, skipped } = part;
    return [{ id, title, skipped, issues, badRows: id === "products" ? badRows : 0, items }];
  });
  return { jobId: progress.jobId, startedAt: progress.startedAt, parts: found };
}

/** The columns of exported problems. */
export const issueColumns: string[] = ["part", "source", "line", "field", "code", "problem"];

/** The problems of an import as lines of their export. */
export const toIssueLines = ({ parts: told }: IssuesView): string[][] =>
  told.flatMap(({ id, items }) =>
    items.map(({ source, line, field, code, message }) => [id, source, String(line ?? ""), field ?? "", code, message]),
  );
