import type { Tx } from "@/lib/platform/db";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { mostKept } from "../../schema/changes";

/** How far the reading of a data set has come: when it was last read to its end, and what the newest sync is doing with it. */
export type Reading = {
  readAt: string | null;
  state: string;
  errorMessage: string | null;
  /** More has changed in the newest reading than is kept record by record; of a first one, which changes nothing, none is. */
  isCut: boolean;
};

type Row = Omit<Reading, "readAt"> & { readAt: Date | null };

/** When a data set was last read to its end, if ever, and how its part of the sync stands. */
export async function findReading(tx: Tx, userId: number, step: string): Promise<Reading> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT coalesce(CASE WHEN s.state = 'done' THEN s.ended_at END, d.read_at) AS "readAt", s.state::text, s.error_message AS "errorMessage",
      coalesce(d.created + d.updated + d.gone > ${mostKept}, false)
        AND EXISTS (SELECT FROM sync_change c WHERE c.user_id = d.user_id AND c.run_id = d.run_id AND c.step = d.step) AS "isCut"
    FROM onboarding o JOIN onboarding_step s ON s.onboarding_id = o.id AND s.step = ${step}
    LEFT JOIN agent_data_set d ON d.user_id = o.agent_user_id AND d.step = s.step
    WHERE o.agent_user_id = ${userId}`;
  return inReadersWords({
    readAt: row?.readAt?.toISOString() ?? null,
    state: row?.state ?? "pending",
    errorMessage: row?.errorMessage ?? null,
    isCut: row?.isCut ?? false,
  });
}
