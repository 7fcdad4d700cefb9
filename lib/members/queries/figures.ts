import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { within } from "@/lib/platform/flow/period";
import type { Period } from "@/lib/platform/flow/schema";
import { doors } from "../schema/activation";
import type { DoorFigures } from "../view/figures";

// By these events of the transition table somebody comes to a plan.
const activating = Prisma.sql`event IN ('partner_call', 'admin_activate', 'replace', 'accept', 'due')`;
// Who asks for what they have already, or while another call does it, has not failed.
const isAgain = Prisma.sql`coalesce(code, '') IN ('already_active', 'activation_in_progress')`;
const hasFailed = Prisma.sql`((to_state IS NULL OR to_state = 'failed') AND NOT ${isAgain})`;
const cause = Prisma.sql`
  coalesce(
    (SELECT r->>'code' FROM jsonb_array_elements(decision->'rules') r WHERE r->>'ok' = 'false' LIMIT 1),
    decision->'faults'->0->>'code', code, 'failed')`;

type Counted = Omit<DoorFigures, "causes">;
type Cause = { door: string; code: string; count: number };

const countDoors = (tx: Tx, period: Period) =>
  tx.$queryRaw<Counted[]>`
    SELECT door, count(*)::int AS tries, (count(*) FILTER (WHERE to_state = 'activated'))::int AS activated,
      (count(*) FILTER (WHERE to_state = 'scheduled'))::int AS scheduled, (count(*) FILTER (WHERE ${hasFailed}))::int AS failed,
      (count(*) FILTER (WHERE ${isAgain}))::int AS again,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE to_state = 'activated') AS "p50Ms",
      percentile_cont(0.95) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE to_state = 'activated') AS "p95Ms"
    FROM activation_log WHERE ${activating} AND ${within(Prisma.sql`at`, period)} GROUP BY door`;

const listCauses = (tx: Tx, period: Period) =>
  tx.$queryRaw<Cause[]>`
    SELECT door, ${cause} AS code, count(*)::int AS count FROM activation_log
    WHERE ${activating} AND ${hasFailed} AND ${within(Prisma.sql`at`, period)} GROUP BY 1, 2 ORDER BY count DESC, code`;

/** What came of the tries at each door in a period, in the doors' order; a door at which nobody was is left out. Names nobody. */
export const getActivationFigures = (period: Period): Promise<DoorFigures[]> =>
  transaction("system", async tx => {
    const counted = await countDoors(tx, period);
    const causes = await listCauses(tx, period);
    const causesAt = (door: string) =>
      causes.filter(one => one.door === door).map(({ code, count }) => ({ code, count }));
    return doors.flatMap(door =>
      counted.filter(one => one.door === door).map(one => ({ ...one, causes: causesAt(door) })),
    );
  });
