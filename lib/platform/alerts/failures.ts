import type { Tx } from "../db";
import type { Finding } from "./conditions";

/** From how many on, of how many minutes together, what share is too much. */
type Share = { percent: number; atLeast: number; minutes: number };

/**
 * Kinds of which too many set-ups came to nothing, or not to everything, of those that a run moved within these minutes. A set-up that is through counts as
 * one that went well in the window in which it came through, and no more after that.
 */
export const findFailedOnboardings = (tx: Tx, { percent, atLeast, minutes }: Share): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    WITH recent AS (
      SELECT o.kind, o.status IN ('partial', 'failed') AS "isFailed"
      FROM onboarding o
      WHERE o.id IN (SELECT onboarding_id FROM onboarding_run WHERE ended_at > app_now() - make_interval(mins => ${minutes}::int))
        AND (o.status IN ('partial', 'failed') OR o.status = 'complete' AND o.ended_at > app_now() - make_interval(mins => ${minutes}::int))
    ), counted AS (SELECT kind::text AS subject, count(*) AS total, count(*) FILTER (WHERE "isFailed") AS failed FROM recent GROUP BY kind)
    SELECT subject, jsonb_build_object('failed', failed, 'total', total) AS detail
    FROM counted WHERE total >= ${atLeast} AND failed * 100 > total * ${percent}::int ORDER BY subject`;

/** Kinds of which too many runs ended within these minutes with something missing; those that somebody cancelled are left out. */
export const findFailedSyncs = (tx: Tx, { percent, atLeast, minutes }: Share): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    WITH counted AS (
      SELECT o.kind::text AS subject, count(*) AS total, count(*) FILTER (WHERE r.status IN ('partial', 'failed')) AS failed
      FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
      WHERE r.ended_at > app_now() - make_interval(mins => ${minutes}::int) AND r.status IN ('complete', 'partial', 'failed') GROUP BY o.kind
    )
    SELECT subject, jsonb_build_object('failed', failed, 'total', total) AS detail
    FROM counted WHERE total >= ${atLeast} AND failed * 100 > total * ${percent}::int ORDER BY subject`;

/** Kinds of which too many had a stored key refused within these minutes, each counted once: several at once are the provider's doing, or ours. */
export const findRefusedKeys = (
  tx: Tx,
  { atLeast, minutes }: { atLeast: number; minutes: number },
): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    SELECT subject_kind AS subject, jsonb_build_object('keys', count(DISTINCT subject_id)) AS detail
    FROM audit_entry
    WHERE action IN (SELECT kind::text || '.key_refused' FROM unnest(enum_range(NULL::"OnboardingKind")) AS kind)
      AND at > now() - make_interval(mins => ${minutes}::int)
    GROUP BY subject_kind HAVING count(DISTINCT subject_id) >= ${atLeast} ORDER BY subject_kind`;

// Of each provider the newest; this is asked every few seconds.
const mostCalls = 20_000;

/**
 * Providers that refused the credentials in too many of those matters in which they judged any within these minutes: a run, a test, a save. What they said
 * last in each counts, since a token that has run out is refused once on the way.
 */
export const findFailedValidations = (
  tx: Tx,
  { percent, atLeast, minutes, upstreams }: Share & { upstreams: readonly string[] },
): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    WITH recent AS (
      SELECT call.* FROM unnest(${[...upstreams]}::text[]) AS name CROSS JOIN LATERAL (
        SELECT id, upstream, trace, outcome FROM upstream_call
        WHERE upstream = name AND at > now() - make_interval(mins => ${minutes}::int) ORDER BY at DESC LIMIT ${mostCalls}) call
    ), judged AS (
      SELECT DISTINCT ON (upstream, coalesce(trace, id::text)) upstream AS subject, outcome <> 'ok' AS "isRefused"
      FROM recent WHERE outcome IN ('ok', 'auth', 'permission')
      ORDER BY upstream, coalesce(trace, id::text), id DESC
    ), counted AS (SELECT subject, count(*) AS total, count(*) FILTER (WHERE "isRefused") AS failed FROM judged GROUP BY subject)
    SELECT subject, jsonb_build_object('failed', failed, 'total', total) AS detail
    FROM counted WHERE total >= ${atLeast} AND failed * 100 > total * ${percent}::int ORDER BY subject`;
