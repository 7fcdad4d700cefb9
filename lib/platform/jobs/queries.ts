import { Prisma, transaction } from "../db";
import { deadLetters } from "./queue";
import type { DeadLetterPage, DeadLetterSearch, DeadLetterView, QueueView } from "./schema";
import { scrubText } from "./scrub";

type Row = Omit<DeadLetterView, "ids" | "error" | "sentAt" | "diedAt"> & {
  data: unknown;
  error: string | null;
  sentAt: Date | null;
  diedAt: Date;
};

// A row that somebody made by hand may hold anything.
function toIds(data: unknown): DeadLetterView["ids"] {
  if (data === null || typeof data !== "object") return {};
  const isId = ([name, value]: [string, unknown]) =>
    typeof value === "number" || (typeof value === "string" && /(^id|Id)$/.test(name) && /^[\w:.-]{1,64}$/.test(value));
  return Object.fromEntries(Object.entries(data).filter(isId)) as DeadLetterView["ids"];
}

const toView = ({ data, error, sentAt, diedAt, ...rest }: Row): DeadLetterView => ({
  ...rest,
  ids: toIds(data),
  error: scrubText(error ?? "failed"),
  sentAt: sentAt?.toISOString() ?? null,
  diedAt: diedAt.toISOString(),
});

/** Jobs that failed at every try, newest first. */
export async function listDeadLetters({ job, cursor, limit }: DeadLetterSearch): Promise<DeadLetterPage> {
  const ofJob = job === undefined ? Prisma.sql`true` : Prisma.sql`d.source_name = ${job}`;
  const from =
    cursor === undefined
      ? Prisma.sql`true`
      : Prisma.sql`(d.created_on, d.id) < (SELECT c.created_on, c.id FROM pgboss.job c WHERE c.name = ${deadLetters} AND c.id = ${cursor}::uuid)`;
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      SELECT d.id::text, d.source_name AS job, d.data, coalesce(d.output->>'message', d.output->'value'->>'message') AS error,
        coalesce(d.source_retry_count, 0) + 1 AS attempts, d.source_created_on AS "sentAt", d.created_on AS "diedAt"
      FROM pgboss.job d WHERE d.name = ${deadLetters} AND d.state < 'active' AND d.source_name IS NOT NULL AND ${ofJob} AND ${from}
      ORDER BY d.created_on DESC, d.id DESC LIMIT ${limit + 1}`,
  );
  const items = rows.slice(0, limit).map(toView);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Every queue with what waits in it, what runs and what was given up. */
export const listQueues = (): Promise<QueueView[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<QueueView[]>`
      SELECT q.name, coalesce(w.waiting, 0)::int AS waiting, coalesce(w.later, 0)::int AS later, coalesce(w.active, 0)::int AS active,
        w.oldest::int AS "oldestSeconds",
        (SELECT count(*)::int FROM pgboss.job d WHERE d.name = ${deadLetters} AND d.state < 'active' AND d.source_name = q.name) AS dead
      FROM pgboss.queue q LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE j.state < 'active' AND j.start_after <= now()) AS waiting,
          count(*) FILTER (WHERE j.state < 'active' AND j.start_after > now()) AS later, count(*) FILTER (WHERE j.state = 'active') AS active,
          extract(epoch FROM now() - min(greatest(j.created_on, j.start_after)) FILTER (WHERE j.state < 'active' AND j.start_after <= now())) AS oldest
        FROM pgboss.job j WHERE j.name = q.name AND j.state <= 'active'
      ) w ON true WHERE q.name <> ${deadLetters} AND q.name NOT LIKE '\\_\\_%' ORDER BY q.name`,
  );
