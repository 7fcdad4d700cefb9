import { Prisma, type Tx } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";

/** A problem with one row: `source` is a shipment's id or a feed's language, `line` a feed's physical line. */
export type Issue = { source: string; line?: number; field: string; code: string; message: string };

/** Which part of which run has problems. */
export type IssueBook = Pick<WorkerContext, "subjectId" | "runId"> & { step: "orders" | "products" };

const mostKept = 100;

/** Keeps problems, once per source, line and field, and at most a hundred of a part and run: the rest is only counted by the caller. */
export async function writeIssues(tx: Tx, book: IssueBook, issues: readonly Issue[]): Promise<void> {
  if (issues.length === 0) return;
  const { subjectId, runId, step } = book;
  const rows = JSON.stringify(issues.slice(0, mostKept).map((issue, at) => ({ line: 0, ...issue, at })));
  await tx.$executeRaw`
    INSERT INTO import_issue (store_id, run_id, step, source, line, field, code, message)
    SELECT ${subjectId}, ${runId}, ${step}, r.source, r.line, r.field, r.code, r.message
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(at int, source text, line int, field text, code text, message text)
    ORDER BY r.at
    LIMIT greatest(0, ${mostKept} - (SELECT count(*) FROM import_issue WHERE run_id = ${runId} AND step = ${step}))
    ON CONFLICT (run_id, step, source, line, field) DO NOTHING`;
}

/** Forgets the problems of a part, or of one of its sources, which is read from its start again. */
export async function clearIssues(tx: Tx, { runId, step }: IssueBook, source?: string): Promise<void> {
  const ofSource = source === undefined ? Prisma.empty : Prisma.sql`AND source = ${source}`;
  await tx.$executeRaw`DELETE FROM import_issue WHERE run_id = ${runId} AND step = ${step} ${ofSource}`;
}
