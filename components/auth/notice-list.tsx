"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { NoticeView } from "@/lib/platform/notices/schema";

/** Notices, newest first; each leads to what it tells of. */
export function NoticeList({ notices }: { notices: readonly NoticeView[] }) {
  return (
    <ul className="divide-y divide-line">
      {notices.map(notice => (
        <NoticeItem key={notice.id} notice={notice} />
      ))}
    </ul>
  );
}

function NoticeItem({ notice: { title, text, href, createdAt, readAt } }: { notice: NoticeView }) {
  const t = useTranslations("notices");
  return (
    <li>
      <a
        href={href}
        className="grid grid-cols-[auto_1fr] gap-x-2.5 rounded-sm px-3 py-2.5 no-underline hover:bg-sunken"
      >
        <span aria-hidden className={classNames("mt-2 size-2 rounded-full", readAt ? "bg-transparent" : "bg-accent")} />
        <span className="grid min-w-0 gap-0.5">
          <span className={classNames("wrap-anywhere", readAt ? "font-medium" : "font-semibold")}>
            {readAt ? null : <span className="sr-only">{t("unread")}: </span>}
            <bdi>{title}</bdi>
          </span>
          <span className="text-sm text-pretty text-ink-muted">{text}</span>
          <Time value={createdAt} className="text-sm text-ink-muted" />
        </span>
      </a>
    </li>
  );
}
