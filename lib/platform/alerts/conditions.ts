import type { Tx } from "../db";
import { countStalledRuns } from "../flow/stalled";

/** What a rule has found: what it is about, and the figures to tell. */
export type Finding = { subject: string; detail: Record<string, string | number> };

type Seen = { workerSeconds: number | null; pollSeconds: number | null; knownSeconds: number };
type Patience = { workerSeconds: number; pollSeconds: number };

function isSilent({ workerSeconds, pollSeconds, knownSeconds }: Seen, patience: Patience): boolean {
  // Where nobody was ever seen, nobody is missed before a poll would have come.
  if (workerSeconds === null && pollSeconds === null) return knownSeconds > patience.pollSeconds;
  return (workerSeconds ?? Infinity) > patience.workerSeconds && (pollSeconds ?? Infinity) > patience.pollSeconds;
}

/**
 * Dead-man switch: neither a worker nor the poll was seen for longer than either may be away. Null, which changes nothing, from a process that is
 * younger than that itself: whoever starts everything at once sees yesterday's signs first.
 */
export async function findSilence(tx: Tx, patience: Patience): Promise<Finding[] | null> {
  const [seen] = await tx.$queryRaw<Seen[]>`
    SELECT (SELECT extract(epoch FROM now() - max(beat_at))::float FROM worker_beat WHERE kind = 'worker') AS "workerSeconds",
      (SELECT extract(epoch FROM now() - max(beat_at))::float FROM worker_beat WHERE kind = 'poll') AS "pollSeconds",
      (SELECT extract(epoch FROM now() - created_at)::float FROM alert_rule WHERE id = 'dead_man') AS "knownSeconds"`;
  if (!seen || !isSilent(seen, patience)) return [];
  if (process.uptime() < patience.workerSeconds) return null;
  const last = Math.min(seen.workerSeconds ?? Infinity, seen.pollSeconds ?? Infinity);
  const seconds = last === Infinity ? seen.knownSeconds : last;
  return [{ subject: "*", detail: { minutes: Math.floor(seconds / 60) } }];
}

/** Jobs that were given up, by their name. */
export const findDeadLetters = (tx: Tx): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    SELECT source_name AS subject, jsonb_build_object('jobs', count(*)) AS detail
    FROM pgboss.job WHERE name = 'dead' AND state < 'active' AND source_name IS NOT NULL GROUP BY source_name ORDER BY source_name`;

/** Runs that should move and give no sign. */
export async function findStalledRuns(tx: Tx): Promise<Finding[]> {
  const runs = await countStalledRuns(tx);
  return runs > 0 ? [{ subject: "*", detail: { runs } }] : [];
}

/** Circuits of our upstreams that have been open for so many minutes; hosts of people's own feeds are the people's affair. */
export const findOpenCircuits = (
  tx: Tx,
  { minutes, upstreams }: { minutes: number; upstreams: readonly string[] },
): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    SELECT name AS subject, jsonb_build_object('minutes', floor(extract(epoch FROM now() - opened_at) / 60), 'failures', failures) AS detail
    FROM upstream_breaker WHERE opened_at < now() - make_interval(mins => ${minutes}::int) AND name = ANY(${[...upstreams]}) ORDER BY name`;
