import { z } from "zod";
import { transaction } from "../db";
import { upstreamSeats } from "./upstreams";

/** Somebody we call, as we know them at this moment. `openedAt` is since when we let only probes through; calls are those of the last five minutes. */
export const CircuitView = z.object({
  name: z.string(),
  failures: z.int(),
  openedAt: z.iso.datetime().nullable(),
  probeAt: z.iso.datetime().nullable(),
  calls: z.int(),
  failed: z.int(),
});
export type CircuitView = z.infer<typeof CircuitView>;

type Row = Omit<CircuitView, "openedAt" | "probeAt"> & { openedAt: Date | null; probeAt: Date | null };

/** Every upstream of ours, called or not; hosts of people's own feeds are counted under `feeds`. */
export async function listCircuits(): Promise<CircuitView[]> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      SELECT u.name, coalesce(b.failures, 0) AS failures, b.opened_at AS "openedAt", b.probe_after AS "probeAt", c.calls, c.failed
      FROM unnest(${Object.keys(upstreamSeats)}::text[]) AS u(name) LEFT JOIN upstream_breaker b ON b.name = u.name
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS calls, (count(*) FILTER (WHERE outcome <> 'ok'))::int AS failed
        FROM upstream_call WHERE upstream = u.name AND at > now() - interval '5 minutes') c
      ORDER BY u.name`,
  );
  return rows.map(({ openedAt, probeAt, ...rest }) => ({
    ...rest,
    openedAt: openedAt?.toISOString() ?? null,
    probeAt: probeAt?.toISOString() ?? null,
  }));
}
