import { isAdmin } from "../auth/policy";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import type { MessagePage, MessageSearch, MessageState, MessageView, WebhookEvent, WebhookView } from "./schema";
import { hintOfWebhook } from "./secrets";

type Viewer = Pick<SessionUser, "roles">;
type WebhookRow = {
  accountId: string;
  url: string;
  events: WebhookEvent[];
  isOn: boolean;
  secret: string;
  previousSecret: string | null;
  previousUntil: Date | null;
  createdAt: Date;
  changedAt: Date;
  disabledAt: Date | null;
};

const iso = (time: Date | null) => time?.toISOString() ?? null;

// The path of an address may be a secret of the partner's: only who may change it sees it.
const maskedAddress = (url: string) => `${new URL(url).origin}/•••`;

function toWebhookView({ isOn, secret, previousSecret, ...row }: WebhookRow, seesAll: boolean): WebhookView {
  const { accountId } = row;
  return {
    ...row,
    url: seesAll ? row.url : maskedAddress(row.url),
    state: isOn ? "on" : "off",
    secretHint: hintOfWebhook(accountId, "secret", secret),
    previousHint: previousSecret && hintOfWebhook(accountId, "previous_secret", previousSecret),
    previousUntil: iso(row.previousUntil),
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    disabledAt: iso(row.disabledAt),
  };
}

/** An account's webhook in a transaction, for an admin or, with less of its address, for an operator; null where there is none. */
export async function findWebhookIn(tx: Tx, accountId: string, seesAll: boolean): Promise<WebhookView | null> {
  const [row] = await tx.$queryRaw<WebhookRow[]>`
    SELECT w.account_id AS "accountId", w.url, w.events, w.disabled_at IS NULL AND a.disabled_at IS NULL AS "isOn", w.secret,
      CASE WHEN w.previous_until > app_now() THEN w.previous_secret END AS "previousSecret",
      CASE WHEN w.previous_until > app_now() THEN w.previous_until END AS "previousUntil",
      w.created_at AS "createdAt", w.changed_at AS "changedAt", w.disabled_at AS "disabledAt"
    FROM partner_webhook w JOIN partner_account a ON a.id = w.account_id WHERE w.account_id = ${accountId}`;
  return row ? toWebhookView(row, seesAll) : null;
}

/** An account's webhook as this viewer may see it: an operator is not shown the path of its address; null where there is none. */
export const findWebhook = (viewer: Viewer, accountId: string): Promise<WebhookView | null> =>
  transaction("system", tx => findWebhookIn(tx, accountId, isAdmin(viewer)));

/** The same. Throws `not_found` where there is none. */
export async function getWebhook(viewer: Viewer, accountId: string): Promise<WebhookView> {
  const found = await findWebhook(viewer, accountId);
  if (!found) throw new AppError("not_found");
  return found;
}

type MessageRow = {
  id: string;
  event: string;
  subject: string | null;
  state: MessageState;
  attempts: MessageView["attempts"] | null;
  nextAttemptAt: Date | null;
  createdAt: Date;
  replayedAt: Date | null;
  endedAt: Date | null;
};

const mostAttempts = 20;

const attempts = Prisma.sql`(
  SELECT jsonb_agg(jsonb_build_object('at', a.at, 'tookMs', a.took_ms, 'status', a.status, 'errorClass', a.error_class, 'isByHand', a.is_by_hand)
    ORDER BY a.id DESC)
  FROM (SELECT * FROM webhook_attempt WHERE message_id = m.id ORDER BY id DESC LIMIT ${mostAttempts}::int) a)`;

// While somebody sends it, or has just died over that, nobody knows when the next attempt is due.
const columns = Prisma.sql`
  m.id, m.event, m.subject, m.state, CASE WHEN m.leased_until > now() THEN NULL ELSE m.next_attempt_at END AS "nextAttemptAt", m.created_at AS "createdAt", m.replayed_at AS "replayedAt",
  m.ended_at AS "endedAt", ${attempts} AS attempts`;

const memberOf = (subject: string | null) => {
  const [, id] = /^member:(\d{1,9})$/.exec(subject ?? "") ?? [];
  return id === undefined ? null : Number(id);
};

const toMessageView = ({ subject, ...row }: MessageRow): MessageView => ({
  ...row,
  memberId: memberOf(subject),
  attempts: (row.attempts ?? []).map(one => ({ ...one, at: new Date(one.at).toISOString() })),
  nextAttemptAt: iso(row.nextAttemptAt),
  createdAt: row.createdAt.toISOString(),
  replayedAt: iso(row.replayedAt),
  endedAt: iso(row.endedAt),
});

/** One message of an account's in a transaction. Throws `not_found`, also for another account's. */
export async function getMessageIn(tx: Tx, accountId: string, id: string): Promise<MessageView> {
  const [row] = await tx.$queryRaw<MessageRow[]>`
    SELECT ${columns} FROM webhook_message m WHERE m.id = ${id} AND m.account_id = ${accountId}`;
  if (!row) throw new AppError("not_found");
  return toMessageView(row);
}

function behind(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`;
  const [ms = "", id] = cursor.split(".");
  return Prisma.sql`(m.created_at, m.id) < (${new Date(Number(ms))}::timestamptz, ${id})`;
}

/** The delivery log of an account, newest first. Throws `not_found` where there is no such account. */
export async function listMessages(accountId: string, { state, cursor, limit }: MessageSearch): Promise<MessagePage> {
  const ofState = state ? Prisma.sql`m.state = ${state}` : Prisma.sql`true`;
  const rows = await transaction("system", async tx => {
    if ((await tx.partnerAccount.count({ where: { id: accountId } })) === 0) throw new AppError("not_found");
    return tx.$queryRaw<MessageRow[]>`
      SELECT ${columns} FROM (
        SELECT * FROM webhook_message m WHERE m.account_id = ${accountId} AND ${ofState} AND ${behind(cursor)}
        ORDER BY m.created_at DESC, m.id DESC LIMIT ${limit + 1}::int) m ORDER BY m.created_at DESC, m.id DESC`;
  });
  const items = rows.slice(0, limit).map(toMessageView);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last ? `${Date.parse(last.createdAt)}.${last.id}` : null;
  return { items, nextCursor };
}
