import type { Tx } from "../db";
import type { Kind } from "../flow/subject";
import { type Upstream, upstreamSeats } from "../outbound/upstreams";

/** Whom each kind's runs read: what they all need, and all wait for while it does not answer. */
export const upstreamOfKind: Partial<Record<Kind, Upstream>> = { store: "letzshop", agent: "rezen", customer: "zuora" };

/** How many runs of a kind bulk jobs have under way at once: half of the seats of whom they read, so that everybody else has theirs. */
export const runsAtOnce = (upstream: Upstream): number => Math.max(1, Math.floor(upstreamSeats[upstream] / 2));

type Circuit = { name: string; isDue: boolean };

/**
 * Kinds of which nothing is begun now, each with its upstream: it does not answer, or as many runs as there may be are under way. Where its circuit waits for
 * somebody to find out, one run may.
 */
export async function findHeldUp(tx: Tx): Promise<Map<string, Upstream>> {
  const open = await tx.$queryRaw<Circuit[]>`
    SELECT name, probe_after <= now() AS "isDue" FROM upstream_breaker WHERE opened_at IS NOT NULL`;
  const going = await tx.$queryRaw<{ kind: string; count: number }[]>`
    SELECT i.kind, count(DISTINCT r.id)::int AS count FROM onboarding_run r JOIN bulk_item i ON i.run_id = r.id
    WHERE r.ended_at IS NULL AND r.status <> 'waiting' GROUP BY i.kind`;
  const held = new Map<string, Upstream>();
  for (const [kind, upstream] of Object.entries(upstreamOfKind)) {
    const circuit = open.find(one => one.name === upstream);
    const count = going.find(one => one.kind === kind)?.count ?? 0;
    const most = circuit ? (circuit.isDue ? 1 : 0) : runsAtOnce(upstream);
    if (count >= most) held.set(kind, upstream);
  }
  return held;
}
