"use client";

import { Bell } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { NoticeList } from "./notice-list";
import { useLeaving } from "./use-leaving";
import { useNotices } from "./use-notices";

const allPath = "/account/notices";
const isPlain = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) => !(metaKey || ctrlKey || shiftKey || altKey);

/** The bell in the header: how many notices are unread, and the newest of them. Without JavaScript a link to all of them. */
export function NoticeBell({ unread: counted }: { unread: number }) {
  const t = useTranslations("notices");
  const { page, unread, failed, news, ask, readAll } = useNotices(counted);
  const [open, setOpen] = useState(false);
  const id = useId();
  const wrapper = useRef<HTMLDivElement>(null);
  useLeaving(open, wrapper, () => setOpen(false));
  const toggle = (event: MouseEvent) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    if (!open) void ask();
    setOpen(!open);
  };
  return (
    <div ref={wrapper} className="relative">
      <a
        href={allPath}
        aria-label={t("bell", { count: unread })}
        aria-expanded={open}
        aria-controls={id}
        onClick={toggle}
        className={buttonStyle({ variant: "ghost", size: "icon", className: "relative" })}
      >
        <Bell aria-hidden />
        <Unread count={unread} />
      </a>
      <p role="status" className="sr-only">
        {news ? t("arrived", { title: news }) : null}
      </p>
      <section
        id={id}
        aria-label={t("title")}
        hidden={!open}
        className="absolute top-full right-0 z-30 mt-1 w-[min(22rem,calc(100vw-2rem))] rounded-md border border-line bg-surface p-2 max-sm:fixed max-sm:inset-x-4 max-sm:top-16 max-sm:w-auto motion-safe:animate-enter"
      >
        <Looked page={page} failed={failed} />
        <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 pt-2">
          <a href={allPath} className="link py-1.5 text-sm">
            {t("all")}
          </a>
          {unread > 0 ? (
            <Button variant="ghost" size="small" onClick={readAll}>
              {t("readAll")}
            </Button>
          ) : null}
        </div>
      </section>
    </div>
  );
}

// Laid over the icon, so that nothing moves when it comes or grows.
function Unread({ count }: { count: number }) {
  const t = useTranslations("notices");
  if (count === 0) return null;
  return (
    <span
      aria-hidden
      className="absolute top-0.5 right-0.5 grid min-w-4.5 sm:-top-0.5 sm:-right-0.5 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] leading-4.5 font-semibold text-on-accent tabular-nums"
    >
      {count > 99 ? t("many", { count: 99 }) : count}
    </span>
  );
}

function Looked({ page, failed }: Pick<ReturnType<typeof useNotices>, "page" | "failed">) {
  const t = useTranslations("notices");
  if (failed) return <p className="px-3 py-2 text-danger">{t("failed")}</p>;
  if (!page) return <p className="px-3 py-2 text-ink-muted">{t("loading")}</p>;
  if (page.items.length === 0) return <p className="px-3 py-2 text-ink-muted">{t("none")}</p>;
  return <NoticeList notices={page.items} />;
}
