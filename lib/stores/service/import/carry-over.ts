import type { Tx } from "@/lib/platform/db";
import type { StartedRun } from "@/lib/platform/flow/start-run";

type Handover = { storeId: number; runId: number; fromId: number | null; steps: string[] };

async function handOver(tx: Tx, { storeId, runId, fromId, steps }: Handover): Promise<void> {
  if (fromId === null || steps.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO import_issue (store_id, run_id, step, source, line, field, code, message)
    SELECT store_id, ${runId}, step, source, line, field, code, message FROM import_issue
    WHERE store_id = ${storeId} AND run_id = ${fromId} AND step = ANY(${steps}) ORDER BY id`;
  if (!steps.includes("products")) return;
  await tx.importBadRows.updateMany({ where: { storeId, runId: fromId }, data: { runId } });
  // The place in the feeds counts for this run now. What they name stays noted where it is, which the place tells: they may be a hundred thousand.
  await tx.$executeRaw`
    UPDATE onboarding_step s SET cursor = jsonb_build_object('notesId', ${fromId}::int) || s.cursor || jsonb_build_object('runId', ${runId}::int)
    FROM onboarding_run r
    WHERE r.id = ${runId} AND s.onboarding_id = r.onboarding_id AND s.step = 'products' AND s.cursor->'runId' = to_jsonb(${fromId}::int)`;
}

/**
 * Hands what earlier runs have noted of their parts to the run that keeps them or goes on with them: problems, bad rows, and the place in the
 * feeds. A refresh or a daily reading may have come after the import, `importId`, whose parts count again.
 */
export async function carryOver(tx: Tx, storeId: number, started: StartedRun, importId: number | null): Promise<void> {
  const { runId, previousId, carried, restored } = started;
  await handOver(tx, { storeId, runId, fromId: previousId, steps: carried });
  await handOver(tx, { storeId, runId, fromId: importId, steps: restored });
}
