import { type PlannedRow, toPlanned } from "@/lib/platform/chores/queries";
import type { PlannedView } from "@/lib/platform/chores/view";
import { transaction } from "@/lib/platform/db";

/** The activations that begin by themselves at their time. */
export const listPlanned = (): Promise<PlannedView[]> =>
  transaction("system", async tx => [
    toPlanned(
      "member_activations",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE due_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE due_at < app_now() - interval '10 minutes'))::int AS late, min(due_at) AS "nextAt"
      FROM activation_timer`
      )[0],
    ),
  ]);
