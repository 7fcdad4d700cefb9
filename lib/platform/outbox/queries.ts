import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { readPlace, writePlace } from "../keyset";
import { canRetry } from "../notifications/settle";
import { allOf, conditionsOf } from "./find";
import { mostRetried, type OutboxFilter, type OutboxSearch } from "./schema";
import { type FoundMessage, type OutboxOne, type OutboxPage, toOutboxView } from "./view";

const order = "created";

const numberOf = Prisma.sql`CASE WHEN split_part(m.tenant, ':', 2) ~ '^[0-9]{1,9}$' THEN split_part(m.tenant, ':', 2)::int END`;
const onboardingOf = Prisma.sql`CASE split_part(m.tenant, ':', 1)
  WHEN 'store' THEN (SELECT min(id) FROM onboarding WHERE store_id = ${numberOf})
  WHEN 'practitioner' THEN (SELECT min(id) FROM onboarding WHERE practitioner_id = ${numberOf})
  WHEN 'member' THEN (SELECT min(id) FROM onboarding WHERE member_id = ${numberOf})
  WHEN 'agent' THEN (SELECT min(id) FROM onboarding WHERE agent_user_id = ${numberOf})
  WHEN 'customer' THEN (SELECT min(id) FROM onboarding WHERE customer_id = ${numberOf}) END`;
const columns = Prisma.sql`m.id, m.channel::text, m.kind, m.recipient, m.state::text, m.attempts, m.error_code AS "errorCode",
  m.provider_id AS "providerId", m.tenant, ${onboardingOf} AS "onboardingId", ${canRetry} AS "canRetry", m.created_at AS "createdAt",
  m.next_attempt_at AS "nextAttemptAt", m.sent_at AS "sentAt"`;

/** A page of messages in its order, newest first, behind a place. */
export function selectMessages({ cursor, limit, ...filter }: OutboxSearch): Prisma.Sql {
  const place = readPlace(order, "time", cursor);
  const behind = place?.key ? [Prisma.sql`(m.created_at, m.id) < (${place.key}::timestamptz, ${place.id})`] : [];
  return Prisma.sql`
    SELECT m.id FROM outbox_message m WHERE ${allOf([...conditionsOf(filter), ...behind])}
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${limit + 1}::int`;
}

/** The failed messages that a filter finds and that can be sent again; one more than may be at once, and no further. */
export const selectRetryable = (filter: OutboxFilter): Prisma.Sql => Prisma.sql`
  SELECT FROM outbox_message m WHERE ${allOf([...conditionsOf(filter), canRetry])} LIMIT ${mostRetried + 1}::int`;

/** How many these are. */
export async function countRetryable(tx: Tx, filter: OutboxFilter): Promise<number> {
  const [row] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (${selectRetryable(filter)}) found`;
  return row?.total ?? 0;
}

/** Messages of every channel, newest first, and, for who may do it, how many could be sent again; whom they went to is masked for everybody. */
export async function listOutbox(
  reader: Pick<SessionUser, "roles">,
  { cursor, limit, ...filter }: OutboxSearch,
): Promise<OutboxPage> {
  const search = { ...filter, cursor, limit };
  const [rows, retryable] = await transaction("system", async tx => [
    await tx.$queryRaw<FoundMessage[]>`
      WITH page AS MATERIALIZED (${selectMessages(search)})
      SELECT ${columns} FROM page JOIN outbox_message m ON m.id = page.id ORDER BY m.created_at DESC, m.id DESC`,
    isAdmin(reader) ? await countRetryable(tx, filter) : null,
  ]);
  const items = rows.slice(0, search.limit);
  const last = rows.length > search.limit ? items.at(-1) : undefined;
  return {
    items: items.map(toOutboxView),
    nextCursor: last ? writePlace(order, { key: last.createdAt.toISOString(), id: last.id }) : null,
    retryable,
  };
}

/** One message with its tries; throws `not_found`. */
export async function getMessage(id: string): Promise<OutboxOne> {
  const found = await findMessage(id);
  if (!found) throw new AppError("not_found");
  return found;
}

/** The same; null where there is none. */
export async function findMessage(id: string): Promise<OutboxOne | null> {
  const [[message], tries] = await transaction("system", async tx => [
    await tx.$queryRaw<FoundMessage[]>`SELECT ${columns} FROM outbox_message m WHERE m.id = ${id}`,
    await tx.outboxTry.findMany({
      where: { messageId: id },
      orderBy: { id: "asc" },
      select: { at: true, errorCode: true },
    }),
  ]);
  if (!message) return null;
  return {
    ...toOutboxView(message),
    tries: tries.map(({ at, errorCode }) => ({ at: at.toISOString(), errorCode })),
  };
}

/** Every kind of message that there is, by name; each is one look into the index. */
export async function listKinds(): Promise<string[]> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<{ kind: string }[]>`
      WITH RECURSIVE known AS (
        (SELECT kind FROM outbox_message WHERE kind IS NOT NULL ORDER BY kind LIMIT 1)
        UNION ALL
        SELECT (SELECT kind FROM outbox_message WHERE kind > known.kind ORDER BY kind LIMIT 1) FROM known WHERE known.kind IS NOT NULL)
      SELECT kind FROM known WHERE kind IS NOT NULL LIMIT 200`,
  );
  return rows.map(({ kind }) => kind);
}
