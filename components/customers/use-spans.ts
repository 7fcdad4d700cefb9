"use client";

import { useTranslations } from "next-intl";

const day = 1440;

/** The largest unit in which minutes are a whole number. */
function inUnits(minutes: number): { unit: "minutes" | "hours" | "days"; count: number } {
  if (minutes >= day && minutes % day === 0) return { unit: "days", count: minutes / day };
  if (minutes >= 60 && minutes % 60 === 0) return { unit: "hours", count: minutes / 60 };
  return { unit: "minutes", count: minutes };
}

/** Says stretches of time: how long something took, how long it may last, how often it comes. */
export function useSpans() {
  const t = useTranslations("customers");
  const long = (minutes: number) => {
    const { unit, count } = inUnits(minutes);
    return t(`span.${unit}`, { count });
  };
  const every = (minutes: number) => {
    if (minutes === 0) return t("every.never");
    const { unit, count } = inUnits(minutes);
    return t(`every.${unit}`, { count });
  };
  /** As exact as its size deserves: "4 s", "2 m 10 s", "3 h 5 m". */
  const short = (ms: number) => {
    const whole = Math.round(ms / 1000);
    if (ms < 1000) return t("duration.short");
    if (whole < 60) return t("duration.seconds", { seconds: whole });
    if (whole < 3600) return t("duration.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
    return t("duration.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
  };
  return { long, every, short };
}
