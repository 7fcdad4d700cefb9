import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { type RunPage, type RunRow, toRunItem } from "../view/run-history";

const pageSize = 25;

/** The runs of an account that answer a condition, newest first, `most` of them; in a transaction that may see them. */
export const readRuns = (tx: Tx, userId: number, { condition, most }: { condition: Prisma.Sql; most: number }) =>
  tx.$queryRaw<RunRow[]>`
    SELECT r.id, r.number, r.trigger, r.status::text, r.created_at AS "createdAt", r.started_at AS "startedAt", r.ended_at AS "endedAt",
      r.error_code AS "errorCode", r.error_message AS "errorMessage", r.quote,
      CASE WHEN r.ended_at IS NOT NULL THEN r.parts ELSE (
        SELECT jsonb_agg(jsonb_build_object('step', s.step, 'state', s.state, 'done', s.done, 'result', s.result, 'cursor', s.cursor,
          'startedAt', s.started_at, 'endedAt', s.ended_at, 'errorCode', s.error_code, 'errorMessage', s.error_message) ORDER BY s.position)
        FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL) END AS parts
    FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
    WHERE o.agent_user_id = ${userId} AND ${condition} ORDER BY r.number DESC LIMIT ${most}`;

/** A page of an account's syncs, newest first; `cursor` is where the page before ended. */
export async function listRuns(userId: number, cursor?: string): Promise<RunPage> {
  const isPlace = /^\d{1,9}$/.test(cursor ?? "");
  const condition = isPlace ? Prisma.sql`r.number < ${Number(cursor)}` : Prisma.sql`true`;
  const rows = await transaction({ agent: userId }, tx => readRuns(tx, userId, { condition, most: pageSize + 1 }));
  const items = await inReadersWords(rows.slice(0, pageSize).map(toRunItem));
  return { items, nextCursor: rows.length > pageSize ? String(rows[pageSize - 1]?.number) : null };
}
