import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Download } from "@/lib/platform/http/csv-file";
import { type IssuesView, issueColumns, toIssueLines, toIssuesView } from "../view/issues";
import { findProgress } from "./progress";

/** What an import or a refresh found wrong with rows; null for another store's. */
export async function findIssues(storeId: number, jobId: number): Promise<IssuesView | null> {
  const progress = await findProgress(storeId, jobId);
  if (!progress) return null;
  return transaction({ store: storeId }, async tx => {
    const where = { storeId, runId: jobId };
    const select = { step: true, source: true, line: true, field: true, code: true, message: true };
    const rows = await tx.importIssue.findMany({ where, orderBy: { id: "asc" }, select });
    const kept = await tx.importBadRows.aggregate({ where, _sum: { count: true } });
    return toIssuesView(progress, rows, kept._sum.count ?? 0);
  });
}

/** The same; another store's are `not_found`. */
export async function getIssues(storeId: number, jobId: number): Promise<IssuesView> {
  const issues = await findIssues(storeId, jobId);
  if (!issues) throw new AppError("not_found");
  return issues;
}

/** The same as a table to download. */
export async function exportIssues(storeId: number, jobId: number): Promise<Download> {
  const issues = await getIssues(storeId, jobId);
  async function* lines(): AsyncGenerator<string[]> {
    yield issueColumns;
    yield* toIssueLines(issues);
  }
  return { name: `problems-import-${jobId}.csv`, lines: lines() };
}
