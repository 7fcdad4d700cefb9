"use client";

import { useEffect, useRef, useState } from "react";
import { call } from "@/lib/platform/http/browser";
import type { NoticePage } from "@/lib/platform/notices/schema";

const shown = 5;
const everyMs = 60_000;
// A page that nobody touches must not keep a session alive for ever.
const restAfter = 30;

type Seen = { page: NoticePage | null; unread: number; failed: boolean };

const look = () => call<NoticePage>("GET", `/api/v1/me/notices?limit=${shown}`);

/** Looks every minute while the page is seen and used, and when it is seen again. */
function useEveryMinute(ask: () => Promise<void>) {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    let quiet = 0;
    const stir = () => {
      quiet = 0;
    };
    const go = () => {
      if (document.visibilityState === "visible" && quiet++ < restAfter) void latest.current();
    };
    const timer = setInterval(go, everyMs);
    document.addEventListener("visibilitychange", go);
    for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, stir);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", go);
      for (const event of ["pointerdown", "keydown"]) document.removeEventListener(event, stir);
    };
  }, []);
}

/** Somebody's newest notices, and how many are unread; `news` is what arrived while they looked elsewhere. */
export function useNotices(unread: number) {
  const [seen, setSeen] = useState<Seen>({ page: null, unread, failed: false });
  const [news, setNews] = useState<string | null>(null);
  const ask = async () => {
    const { data } = await look();
    setSeen(before => (data ? { page: data, unread: data.unread, failed: false } : { ...before, failed: true }));
    return data;
  };
  useEveryMinute(async () => {
    const page = await ask();
    if (page && page.unread > seen.unread) setNews(page.items[0]?.title ?? null);
  });
  const readAll = async () => {
    const upTo = seen.page?.items[0]?.id;
    if (upTo === undefined) return;
    const { success } = await call("POST", "/api/v1/me/notices/read", { upTo });
    if (success) await ask();
  };
  return { ...seen, news, ask, readAll };
}
