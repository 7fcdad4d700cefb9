import type { Prisma, Tx } from "@/lib/platform/db";

/** Keeps what could not be read, once per import, step, source, line and field. */
export async function writeIssues(tx: Tx, issues: Prisma.ImportIssueCreateManyInput[]): Promise<void> {
  if (issues.length > 0) await tx.importIssue.createMany({ data: issues, skipDuplicates: true });
}
