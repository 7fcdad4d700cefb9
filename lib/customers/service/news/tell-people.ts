import { inLanguageOf } from "@/lib/platform/auth/language";
import type { Tx } from "@/lib/platform/db";
import { currentLocale } from "@/lib/platform/i18n/language";
import { writeNotice } from "@/lib/platform/notices/service";
import { enqueueMessage, type MessageContent } from "@/lib/platform/notifications/outbox";
import { type NewsKind, type NewsMail, type NewsValues, newsMail } from "../../messages/news";
import { placeOfCustomer } from "../../queries/failures";
import type { Permission } from "../../schema/access";
import { listReaders, maySee, type NewsReader } from "./list-readers";
import { stopLink } from "./stop-link";

/** One piece of news: of which run it came, which makes it told once. */
export type News = { customerId: number; runId: number; kind: NewsKind; values: NewsValues };

// What a role may not see it is not told of either.
const needs: Record<NewsKind, Permission> = {
  ...{ sync_failed: "workflows.read", sync_waits: "workflows.read", sync_recovered: "workflows.read" },
  ...{ changed: "changes.read", sync_warned: "workflows.read", sync_paused: "workflows.read" },
};

const isForAdmins = (kind: NewsKind) => kind === "sync_warned" || kind === "sync_paused";

const placeFor = ({ memberId }: NewsReader, { customerId, kind }: News): string => {
  if (memberId === null) return placeOfCustomer(customerId);
  return kind === "changed" ? "/customer/changes" : "/customer";
};

/** Is it for this reader: one who may see what it is about, a manager where people are to act, or an admin where they are? */
function isFor(reader: NewsReader, { kind }: News): boolean {
  if (reader.memberId === null) return isForAdmins(kind);
  return maySee(reader, needs[kind]) && (!isForAdmins(kind) || reader.role === "manager");
}

/** Draws each mail once in each language, however many read it: of what is in them only the link that ends them is anybody's own. */
function drawOnce(): (mail: NewsMail) => Promise<MessageContent> {
  const drawn = new Map<string, MessageContent>();
  return async mail => {
    const key = JSON.stringify({ ...mail, stop: mail.stop !== null, locale: currentLocale() });
    const content = drawn.get(key) ?? (await newsMail(mail));
    drawn.set(key, content);
    return mail.stop === null ? content : { ...content, unsubscribe: mail.stop };
  };
}

type Telling = { news: News; draw: ReturnType<typeof drawOnce> };

async function tellOne(tx: Tx, reader: NewsReader, { news, draw }: Telling): Promise<void> {
  const { customerId, runId, kind, values } = news;
  const { userId, memberId, email, notifyBy } = reader;
  const dedupeKey = `customer.news:${runId}:${kind}:${userId}`;
  const href = placeFor(reader, news);
  if (notifyBy.includes("in_app"))
    await writeNotice(tx, {
      ...{ userId, storeId: null, customerId, kind: `customer_${kind}`, values, href, dedupeKey },
    });
  if (!notifyBy.includes("email") || email === null) return;
  const stop = memberId === null ? null : stopLink(memberId);
  const toDraw = { kind, values, place: href, stop, mayChoose: maySee(reader, "preferences.manage") };
  const mail = await inLanguageOf(tx, userId, () => draw(toDraw));
  await enqueueMessage(tx, {
    ...{ channel: "email", recipient: email, ...mail, dedupeKey, tenant: `customer:${customerId}` },
  });
}

/**
 * Tells everybody whom it is for, by the channels that each has chosen, in the transaction of what it tells of; once for a run. Who is an admin and one of the
 * customer's people hears it as the latter. Late in its transaction, which sees this customer, and before what is audited of it: mails take time to draw.
 */
export async function tellPeople(tx: Tx, news: News): Promise<void> {
  const meant = (await listReaders(tx)).filter(reader => isFor(reader, news));
  const members = new Set(meant.filter(({ memberId }) => memberId !== null).map(({ userId }) => userId));
  const telling = { news, draw: drawOnce() };
  for (const reader of meant)
    if (reader.memberId !== null || !members.has(reader.userId)) await tellOne(tx, reader, telling);
}
