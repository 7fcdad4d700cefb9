import type { Tx } from "@/lib/platform/db";
import type { RunEnd } from "@/lib/platform/flow/step";

/**
 * Keeps of every data set that this run has read to its end, be the run complete or not, when that was and what it brought; what runs before
 * had read is theirs. In the transaction that ends the run; twice keeps it once.
 */
export async function keepDataSets(tx: Tx, { runId, subjectId: userId }: RunEnd): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO agent_data_set AS t (user_id, step, run_id, read_at, fetched, created, updated, gone, seconds)
    SELECT ${userId}, p.step, r.id, p."endedAt", coalesce((p.result->>'fetched')::int, 0), coalesce((p.result->>'created')::int, 0),
      coalesce((p.result->>'updated')::int, 0), coalesce((p.result->>'gone')::int, 0), extract(epoch FROM p."endedAt" - p."startedAt")
    FROM onboarding_run r, jsonb_to_recordset(r.parts) AS p(step text, state text, result jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
    WHERE r.id = ${runId} AND r.ended_at IS NOT NULL AND p.state = 'done' AND p."startedAt" >= r.created_at AND p."endedAt" IS NOT NULL
    ON CONFLICT (user_id, step) DO UPDATE SET run_id = excluded.run_id, read_at = excluded.read_at, fetched = excluded.fetched,
      created = excluded.created, updated = excluded.updated, gone = excluded.gone, seconds = excluded.seconds
    WHERE t.run_id < excluded.run_id`;
}
