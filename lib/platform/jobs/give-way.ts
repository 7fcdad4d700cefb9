import { Prisma, statement } from "../db";
import { pollSeconds } from "./define-job";

/**
 * Do so many jobs of a queue wait for a worker that the running one of this key must give its place away? Those that run longest go first, one
 * for each that waits. Only what has been due for longer than a poll waits: before, a free worker may take it.
 */
export async function mustGiveWay(queue: string, key: string): Promise<boolean> {
  const [row] = await statement<{ mustGo: boolean }>(Prisma.sql`
    WITH active AS MATERIALIZED (
      SELECT singleton_key AS key, started_on FROM pgboss.job WHERE name = ${queue} AND state = 'active' AND policy = 'stately'),
    mine AS (SELECT started_on FROM active WHERE key = ${key})
    SELECT (SELECT count(*) FROM pgboss.job WHERE name = ${queue} AND state < 'active' AND NOT blocked AND singleton_key <> ${key}
        AND start_after < now() - make_interval(secs => ${pollSeconds}))
      > (SELECT count(*) FROM active WHERE started_on < (SELECT started_on FROM mine))
      AND EXISTS (SELECT FROM mine) AS "mustGo"`);
  return row?.mustGo ?? false;
}
