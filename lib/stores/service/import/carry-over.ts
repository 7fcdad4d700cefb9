import type { Tx } from "@/lib/platform/db";
import type { StartedRun } from "@/lib/platform/flow/start-run";

/** Hands what an earlier run has noted of its parts to the run that keeps them or goes on with them: problems, bad rows, and which products the feeds name. */
export async function carryOver(tx: Tx, storeId: number, { runId, previousId, carried }: StartedRun): Promise<void> {
  if (previousId === null || carried.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO import_issue (store_id, run_id, step, source, line, field, code, message)
    SELECT store_id, ${runId}, step, source, line, field, code, message FROM import_issue
    WHERE store_id = ${storeId} AND run_id = ${previousId} AND step = ANY(${carried}) ORDER BY id`;
  if (!carried.includes("products")) return;
  await tx.importBadRows.updateMany({ where: { storeId, runId: previousId }, data: { runId } });
  await tx.productSeen.updateMany({ where: { storeId, runId: previousId }, data: { runId } });
  // The place in the feeds counts for the run that has the notes.
  await tx.$executeRaw`
    UPDATE onboarding_step s SET cursor = jsonb_set(s.cursor, '{runId}', to_jsonb(${runId}::int)) FROM onboarding_run r
    WHERE r.id = ${runId} AND s.onboarding_id = r.onboarding_id AND s.step = 'products' AND s.cursor->'runId' = to_jsonb(${previousId}::int)`;
}
