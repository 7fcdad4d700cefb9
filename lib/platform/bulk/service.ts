import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { now } from "../clock";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { requireSoon } from "../flow/skip";
import { sendJob } from "../jobs/queue";
import { selectMeant } from "./meant";
import type { BulkBegun, BulkFilter, BulkOrder } from "./schema";

/** Which admin orders, and from where. */
type By = { actor: Pick<SessionUser, "id">; caller: { address: string; agent: string } };

/** The queue that works bulk jobs off. */
export const bulkQueue = "platform.bulk";

/** Sends the job that works a bulk job off, after so many seconds; one that waits for its time is enough. */
export const nudgeBulk = (tx: Tx, bulkId: number, startAfterSeconds = 0): Promise<void> =>
  sendJob(tx, bulkQueue, { bulkId }, { key: String(bulkId), startAfterSeconds });

// A name or the end of a number may stand there, and would outlive whom it is of.
const withoutWords = (filter: BulkFilter) => (filter.q ? { ...filter, q: "*" } : filter);

/**
 * Orders a job. Which onboardings it is of is settled here, once; where they are more than was stated, or none, it throws `version_conflict` with how many
 * there are now, and nothing is done. Throws `invalid_input` for a skip that ends in the past, or too far from now.
 */
export async function orderBulk({ actor, caller }: By, order: BulkOrder): Promise<BulkBegun> {
  const { action, ids, filter, expectedCount, reason } = order;
  const told = filter ? withoutWords(filter) : null;
  const until = order.until ? new Date(order.until) : null;
  if (until) requireSoon(until, await now());
  return transaction("system", async tx => {
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO bulk_job (action, filter, reason, skip_until, asked_by, expected_count, created_at)
      VALUES (${action}, ${told && JSON.stringify(told)}::jsonb, ${reason ?? null}, ${until}::timestamptz, ${actor.id}, ${expectedCount}, app_now()) RETURNING id`;
    if (!made) throw new Error("a bulk job without a number");
    const total = await tx.$executeRaw`
      INSERT INTO bulk_item (job_id, onboarding_id, kind) SELECT ${made.id}::int, m.id, m.kind FROM (${selectMeant({ ids, filter })}) m`;
    if (total === 0 || total > expectedCount)
      throw new AppError("version_conflict", { message: "bulkOtherCount", data: { total } });
    await nudgeBulk(tx, made.id);
    await audit(tx, {
      action: "bulk.ordered",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "bulk_job", id: made.id },
      detail: {
        ...{ action, total },
        ...(told ? { filter: told } : {}),
        ...(reason ? { reason } : {}),
        ...(until ? { until: until.toISOString() } : {}),
      },
      ...caller,
    });
    return { id: made.id, state: "pending", total };
  });
}

type Stop = { id: number; because: "asked" | "forbidden"; by: number | null; caller?: By["caller"] };

/** How many items of a job stand how. */
export async function countItems(tx: Tx, jobId: number): Promise<Record<string, number>> {
  const rows = await tx.bulkItem.groupBy({ by: ["state"], where: { jobId }, _count: true });
  return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
}

/** Ends a job before its end; what is in hand is finished. False where it has ended. */
export async function stopBulk(tx: Tx, { id, because, by, caller }: Stop): Promise<boolean> {
  const stopped = await tx.$executeRaw`
    UPDATE bulk_job SET state = 'aborted', ended_because = ${because}, ended_at = app_now(), waits_for = NULL
    WHERE id = ${id} AND state IN ('pending', 'running')`;
  if (stopped === 0) return false;
  await audit(tx, {
    action: "bulk.aborted",
    actor: by === null ? { kind: "system" } : { kind: "user", id: by },
    subject: { kind: "bulk_job", id },
    detail: { because, ...(await countItems(tx, id)) },
    ...caller,
  });
  return true;
}

/** Ends a job after the item in hand; what was done stays. Throws `not_found`, and `illegal_transition` for one that has ended. */
export const abortBulk = ({ actor, caller }: By, id: number): Promise<void> =>
  transaction("system", async tx => {
    if ((await tx.bulkJob.count({ where: { id } })) === 0) throw new AppError("not_found");
    if (!(await stopBulk(tx, { id, because: "asked", by: actor.id, caller })))
      throw new AppError("illegal_transition", { message: "bulkEnded" });
  });

/** Whether a job (`b`) was aborted, and its worker left an item in hand or still has one. */
export const isLeftAborted = Prisma.sql`(b.state = 'aborted' AND EXISTS (SELECT FROM bulk_item i WHERE i.job_id = b.id AND i.state = 'begun'))`;

const mostOpen = 1000;

/** Sends again the bulk jobs that are under way, or have something in hand still; how many. */
export async function nudgeOpenBulks(tx: Tx): Promise<number> {
  const open = await tx.$queryRaw<{ id: number }[]>(Prisma.sql`
    SELECT id FROM bulk_job b WHERE ended_at IS NULL OR ${isLeftAborted} ORDER BY id LIMIT ${mostOpen}`);
  for (const { id } of open) await nudgeBulk(tx, id);
  return open.length;
}

/** Bulk jobs go ninety days after their end, with what became of their items; how many. */
export const purgeBulks = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM bulk_job WHERE ended_at < app_now() - interval '90 days'`;
