import { getTranslations } from "next-intl/server";
import { transaction } from "../../db";
import { AppError } from "../../errors";
import type { NoticeListing, NoticePage, NoticeView } from "../schema";
import { countUnreadIn } from "./unread";

const noticeFields = {
  ...{ id: true, userId: true, kind: true, values: true, href: true },
  ...{ createdAt: true, readAt: true },
} as const;
type Row = {
  id: number;
  userId: number;
  kind: string;
  values: unknown;
  href: string;
  createdAt: Date;
  readAt: Date | null;
};
type Texts = Awaited<ReturnType<typeof getTranslations<"notices.kinds">>>;

function toNoticeView({ id, userId, kind, values, href, createdAt, readAt }: Row, t: Texts): NoticeView {
  // A kind is stored; that each has its texts is held by a test.
  const [title, text] = [`${kind}.title`, `${kind}.text`] as unknown as Parameters<Texts>[0][];
  const named = values as Record<string, string | number>;
  const say = (key: Parameters<Texts>[0] | undefined) => (key && t.has(key) ? t(key, named as never) : kind);
  const at = { createdAt: createdAt.toISOString(), readAt: readAt?.toISOString() ?? null };
  const { code = null, message = say(title) } = named as { code?: string; message?: string };
  return { id, kind, title: say(title), text: say(text), href, code, type: "INFO", message, userId, ...at };
}

/** A person's notices, newest first, in the language of the request. */
export async function listNotices(userId: number, { cursor, limit }: NoticeListing): Promise<NoticePage> {
  const before = cursor === undefined ? undefined : { lt: Number(cursor) };
  const { rows, unread } = await transaction("system", async tx => ({
    rows: await tx.notice.findMany({
      where: { userId, id: before },
      orderBy: { id: "desc" },
      take: limit + 1,
      select: noticeFields,
    }),
    unread: await countUnreadIn(tx, userId),
  }));
  const t = await getTranslations("notices.kinds");
  const shown = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? String(shown.at(-1)?.id) : null;
  return { items: shown.map(row => toNoticeView(row, t)), unread, nextCursor };
}

/** One notice of a person's; throws `not_found` for anybody else's. */
export async function getNotice(userId: number, id: number): Promise<NoticeView> {
  const row = await transaction("system", tx => tx.notice.findFirst({ where: { id, userId }, select: noticeFields }));
  if (!row) throw new AppError("not_found");
  return toNoticeView(row, await getTranslations("notices.kinds"));
}
