import { encrypt, randomToken } from "../crypto";
import { Prisma, type Tx } from "../db";
import { sendJob } from "../jobs/queue";
import type { Receipt } from "../rate-limit";
import { secretColumn } from "../secrets/column";

/** The queue that delivers one message. */
export const deliverJob = "notifications.deliver";

/** What a message with a code is: a code is over before anybody could send it again. */
export const codeKind = "auth.code";

// A code is over by then, and its key says "otp". A reminder comes by day and to who still wants any; the next one does so by itself.
const onceKinds = [codeKind, "otp", "reminder"];

/** Is a message (`m`) sent once, and never again by hand? What older processes write has no kind, and its key says it; where nothing does, it may be a code. */
export const isOnceOnly = Prisma.sql`(coalesce(m.kind, split_part(m.dedupe_key, ':', 1), ${codeKind}) = ANY(${onceKinds}::text[]))`;

/** What a message says. `code` and `link` repeat what is in the text, for `/dev/outbox`. */
export type MessageContent = {
  subject?: string;
  text: string;
  html?: string;
  code?: string;
  link?: string;
  /** Where a mail program asks by one POST that no more mails of this kind be sent (RFC 8058). */
  unsubscribe?: string;
  /** Seconds after which nobody wants it any more; it is not sent then. */
  usefulForSeconds?: number;
};

/** A message to one recipient: E.164 number or e-mail address. */
export type NewMessage = MessageContent & {
  channel: "sms" | "email";
  recipient: string;
  /** A second message with the same key is not written. */
  dedupeKey?: string;
  /** What it is, in one word; unless said, what its key begins with: `store.welcome`. */
  kind?: string;
  /** Leaves the same traces in the same time, but is never sent: nobody confirmed this address. */
  withheld?: boolean;
  /** Whose message it is, `store:7`: of many tenants each gets its turn. */
  tenant?: string;
  /** Budgets that it cost; given back when we fail to deliver it. */
  spent?: readonly Receipt[];
};

/** Where the contents of messages are kept, encrypted, until they are delivered. */
export const outboxContents = secretColumn({
  table: Prisma.sql`outbox_message`,
  column: Prisma.sql`payload`,
  isText: true,
});

/** The context of one message's content. */
export const contentContext = (id: string) => ({ table: outboxContents.table, column: outboxContents.column, row: id });

/** A place in a topic of Slack (`next_in_topic`): a text that takes the place of the one before, or a reply under it. */
export type TopicPlace = { topic: string; sequence: number; isReply: boolean };

type Row = Omit<NewMessage, "channel"> & {
  channel: NewMessage["channel"] | "slack";
  place?: TopicPlace;
  /** Seconds for which it waits, to see whether something newer comes. */
  waitSeconds?: number;
};

/** Writes a message and its delivery job with the change it tells of; it leaves the building after the commit, or never. */
export const enqueueMessage = (tx: Tx, message: NewMessage): Promise<void> => write(tx, message);

/** Writes a message of Slack, as `enqueueMessage` does others; its text is plain until it leaves. */
export const enqueueInTopic = (tx: Tx, message: Omit<Row, "channel"> & { place: TopicPlace }): Promise<void> =>
  write(tx, { channel: "slack", ...message });

async function write(tx: Tx, row: Row): Promise<void> {
  const { channel, recipient, dedupeKey = null, withheld = false, spent = [], tenant = null, place, ...rest } = row;
  const { waitSeconds = 0, kind = dedupeKey?.split(":")[0] ?? null, ...content } = rest;
  const id = `msg_${randomToken(18)}`;
  const payload = encrypt(JSON.stringify(content), contentContext(id));
  const owed = spent.length > 0 ? JSON.stringify(spent) : null;
  const written = await tx.$executeRaw`
    INSERT INTO outbox_message (id, channel, kind, recipient, payload, state, error_code, next_attempt_at, dedupe_key, spent, tenant, created_at,
      topic, sequence, is_reply)
    VALUES (${id}, ${channel}::"OutboxChannel", ${kind}, ${recipient}, ${withheld ? null : payload},
      ${withheld ? "failed" : "pending"}::"OutboxState", ${withheld ? "withheld" : null}, app_now() + make_interval(secs => ${waitSeconds}),
      ${dedupeKey}, ${owed}::jsonb, ${tenant}, app_now(), ${place?.topic ?? null}, ${place?.sequence ?? null}, ${place?.isReply ?? false})
    ON CONFLICT (dedupe_key) DO NOTHING`;
  if (written === 1) await sendJob(tx, deliverJob, { id }, { key: id, tenant, startAfterSeconds: waitSeconds });
}
