import { randomToken } from "../crypto";
import { Prisma, type Tx } from "../db";
import { hastenJob, offerJob, sendJob } from "../jobs/queue";
import type { testEvent, WebhookEvent } from "./schema";

/** The queue that sends one message. */
export const deliverJob = "webhooks.deliver";

/** What a partner is told: `subject` is whom it is about (`member:17`), so that erasing them finds it; `data` is thin, ids and states only. */
export type NewWebhookMessage = {
  accountId: string;
  event: WebhookEvent | typeof testEvent;
  subject?: string;
  data: Record<string, unknown>;
};

/** An id that a message keeps in every attempt. */
export const newMessageId = (): string => `msg_${randomToken(18)}`;

/** The moment of a message, as its row and its payload hold it. */
export const moment = Prisma.sql`date_trunc('milliseconds', app_now())`;

const payloadOf = (event: string, data: Prisma.Sql): Prisma.Sql => Prisma.sql`
  jsonb_build_object('type', ${event}::text, 'data', ${data},
    'timestamp', to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** What is sent: the event, when, and about what. */
export const payload = (event: string, data: object): Prisma.Sql =>
  payloadOf(event, Prisma.sql`${JSON.stringify(data)}::jsonb`);

/**
 * The same as `enqueueWebhook` for each row of a query (`account_id`, `subject`, `data`), as a part of the statement that brings it about: no job is
 * sent, the poll finds them.
 */
export const insertMessages = (event: WebhookEvent, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO webhook_message (id, account_id, event, subject, payload, next_attempt_at, created_at)
  SELECT 'msg_' || replace(gen_random_uuid()::text, '-', ''), w.account_id, ${event}, news.subject, ${payloadOf(event, Prisma.sql`news.data`)}, app_now(), ${moment}
  FROM (${rows}) news JOIN partner_webhook w ON w.account_id = news.account_id JOIN partner_account a ON a.id = w.account_id
  WHERE w.disabled_at IS NULL AND a.disabled_at IS NULL AND ${event} = ANY (w.events)`;

/**
 * Writes a message with the change it tells of, in one statement that writes nothing unless the account is open and has a webhook that is on and wants
 * this event; it leaves the building after the commit, or never. Returns whether there is anybody to tell.
 */
export async function enqueueWebhook(tx: Tx, { accountId, event, subject, data }: NewWebhookMessage): Promise<boolean> {
  const id = newMessageId();
  const written = await tx.$executeRaw`
    INSERT INTO webhook_message (id, account_id, event, subject, payload, next_attempt_at, created_at)
    SELECT ${id}, w.account_id, ${event}, ${subject ?? null}, ${payload(event, data)}, app_now(), ${moment}
    FROM partner_webhook w JOIN partner_account a ON a.id = w.account_id
    WHERE w.account_id = ${accountId} AND w.disabled_at IS NULL AND a.disabled_at IS NULL AND ${event} = ANY (w.events)`;
  if (written === 1) await sendJob(tx, deliverJob, { id }, { key: id, tenant: tenantOf(accountId) });
  return written === 1;
}

/** Whose turn it is: of many partners each gets one. */
export const tenantOf = (accountId: string): string => `partner:${accountId}`;

/** Has a message sent now, also where a job of it waits for a later time. */
export async function sendSoon(tx: Tx, id: string, accountId: string): Promise<void> {
  const isNew = await offerJob(tx, deliverJob, { id }, { key: id, tenant: tenantOf(accountId) });
  if (!isNew) await hastenJob(tx, deliverJob, id);
}
