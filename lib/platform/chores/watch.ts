import type { Tx } from "../db";
import { transaction } from "../db";
import { scrubText } from "../jobs/scrub";
import { log } from "../log";

type Seen = {
  name: string;
  at: string;
  tookMs: number;
  passes: number;
  did: number;
  failures: number;
  error: string | null;
};

const flushMs = 30_000;
const seen = new Map<string, Seen>();
let flushedAt = 0;

function note(name: string, begun: number, did: number, error: string | null): void {
  const tookMs = Math.round(performance.now() - begun);
  const now = { name, at: new Date().toISOString(), tookMs, passes: 1, did, failures: error === null ? 0 : 1, error };
  const before = seen.get(name);
  seen.set(name, before ? merged(before, now) : now);
}

const merged = (before: Seen, after: Seen | undefined): Seen =>
  after
    ? {
        ...after,
        passes: before.passes + after.passes,
        did: before.did + after.did,
        failures: before.failures + after.failures,
        error: after.error ?? before.error,
      }
    : before;

/** Does work under its name, which stands on `/admin/schedule`, and remembers what came of it: how much it did, as `didOf` counts it. Throws what the work throws. */
export async function counted<T>(name: string, work: () => Promise<T>, didOf: (result: T) => number): Promise<T> {
  const begun = performance.now();
  try {
    const result = await work();
    note(name, begun, didOf(result), null);
    return result;
  } catch (error) {
    note(name, begun, 0, scrubText(error instanceof Error ? error.message : "failed") || "failed");
    throw error;
  }
}

/** The same for a chore, which answers how much it did, or nothing that counts. One that fails waits for its next turn and holds up no other. */
export const watched = (name: string, work: () => Promise<unknown>): Promise<unknown> =>
  counted(name, work, did => (typeof did === "number" ? did : 0)).catch(error =>
    log.warn({ err: error, chore: name }, "a chore waits"),
  );

const write = (batch: readonly Seen[]) => async (tx: Tx) => {
  const told = JSON.stringify(batch);
  await tx.$executeRaw`
    INSERT INTO chore AS c (name, last_at, took_ms, passes, did_at, did, failures, failed_at, error)
    SELECT name, at, "tookMs", passes, CASE WHEN did > 0 THEN at END, did, failures, CASE WHEN failures > 0 THEN at END, error
    FROM jsonb_to_recordset(${told}::jsonb) AS r(name text, at timestamptz, "tookMs" int, passes bigint, did int, failures bigint, error text) ORDER BY name
    ON CONFLICT (name) DO UPDATE SET last_at = greatest(c.last_at, excluded.last_at), took_ms = excluded.took_ms, passes = c.passes + excluded.passes,
      did_at = coalesce(excluded.did_at, c.did_at), did = CASE WHEN excluded.did > 0 THEN excluded.did ELSE c.did END,
      failures = c.failures + excluded.failures, failed_at = coalesce(excluded.failed_at, c.failed_at), error = coalesce(excluded.error, c.error)`;
  await tx.$executeRaw`
    INSERT INTO chore_pass (name, at, took_ms, did, error) SELECT name, at, "tookMs", did, error
    FROM jsonb_to_recordset(${told}::jsonb) AS r(name text, at timestamptz, "tookMs" int, did int, error text) WHERE did > 0 OR error IS NOT NULL`;
};

/** Writes what chores did since it was written last; at most each half minute, unless it is `isLast` of this process. What a killed process had not written is lost. */
export async function flushChores({ isLast = false } = {}): Promise<void> {
  if (seen.size === 0 || (!isLast && performance.now() - flushedAt < flushMs)) return;
  flushedAt = performance.now();
  const batch = [...seen.values()];
  seen.clear();
  await transaction("system", write(batch)).catch((error: unknown) => {
    // What befell chores while the database was away is just what somebody will look for.
    for (const one of batch) seen.set(one.name, merged(one, seen.get(one.name)));
    throw error;
  });
}

/** Forgets passes after a week. */
export const purgeChorePasses = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM chore_pass WHERE at < now() - interval '7 days'`;
