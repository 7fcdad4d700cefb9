import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { type ReadBefore, type RunDetail, type RunRow, toRunDetail } from "../view/run-history";
import { readRuns } from "./runs";

// Of whoever syncs each day that is half a year.
const mostLookedBack = 180;
// The record of calls forgets after this.
const callDays = 30;

/** The last time before a run that each data set was read to its end, in the run that read it. */
const listReadBefore = (tx: Tx, userId: number, { number }: RunRow) => tx.$queryRaw<ReadBefore[]>`
  SELECT DISTINCT ON (p.step) p.step, r.id AS "runId", coalesce((p.result->>'fetched')::int, p.done, 0) AS fetched,
    extract(epoch FROM p."endedAt" - p."startedAt")::float8 AS seconds
  FROM (
    SELECT r.id, r.number, r.parts, r.created_at FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
    WHERE o.agent_user_id = ${userId} AND r.number < ${number} AND r.parts IS NOT NULL AND r.error_code IS NULL
    ORDER BY r.number DESC LIMIT ${mostLookedBack}) r,
    jsonb_to_recordset(r.parts) AS p(step text, state text, done int, result jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
  WHERE p.state = 'done' AND p."startedAt" >= r.created_at AND p."endedAt" IS NOT NULL
  ORDER BY p.step, r.number DESC`;

/** How many requests a run took, each try counted; null where it is too long ago. */
const countCalls = ({ id, createdAt }: RunRow): Promise<number | null> =>
  transaction("system", async tx => {
    const [row] = await tx.$queryRaw<{ calls: number; isKept: boolean }[]>`
      SELECT count(*)::int AS calls, ${createdAt}::timestamptz > now() - make_interval(days => ${callDays}::int) AS "isKept"
      FROM upstream_call WHERE trace = ${`job_${id}`}`;
    return row?.isKept ? row.calls : null;
  });

/** One sync of an account, with what was expected of it, and data set by data set beside the last good reading before it; null where it is none of theirs. */
export async function findRun(userId: number, runId: number): Promise<RunDetail | null> {
  const found = await transaction({ agent: userId }, async tx => {
    const [run] = await readRuns(tx, userId, { condition: Prisma.sql`r.id = ${runId}`, most: 1 });
    return run ? { run, readings: await listReadBefore(tx, userId, run) } : null;
  });
  if (!found) return null;
  const { run, readings } = found;
  return inReadersWords(toRunDetail(run, { readings, calls: await countCalls(run) }));
}
