"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useViewerZone } from "@/components/ui/viewer-zone";

const dayMs = 86_400_000;
const clock = { timeStyle: "short", hourCycle: "h23" } as const;
const whole = {
  weekday: "long",
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

/** When the next sync comes by itself, in the viewer's words: today, tomorrow, or its day. */
export function NextSync({ at }: { at: string }) {
  const t = useTranslations("agents.pause");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const now = useNow();
  const instant = new Date(at);
  if (instant <= now) return <span suppressHydrationWarning>{t("nextSoon")}</span>;
  const dayOf = (date: Date) => format.dateTime(date, { dateStyle: "short", timeZone });
  const time = format.dateTime(instant, { ...clock, timeZone });
  const isToday = dayOf(instant) === dayOf(now);
  const isTomorrow = dayOf(instant) === dayOf(new Date(Number(now) + dayMs));
  const text = isToday
    ? t("nextToday", { time })
    : isTomorrow
      ? t("nextTomorrow", { time })
      : t("nextOn", { day: format.dateTime(instant, { ...whole, timeZone }) });
  return (
    <time dateTime={at} suppressHydrationWarning>
      {text}
    </time>
  );
}
