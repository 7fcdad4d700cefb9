import { useFormatter, useTranslations } from "next-intl";

/** How long something took, from milliseconds to hours: "85 ms", "2.4 s", "4 m 12 s". */
export function useTook() {
  const t = useTranslations("health.took");
  const format = useFormatter();
  return (seconds: number): string => {
    if (seconds < 1) return t("milliseconds", { value: Math.round(seconds * 1000) });
    if (seconds < 60) return t("seconds", { value: format.number(seconds, { maximumFractionDigits: 1 }) });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60 && seconds % 60 === 0) return t("wholeMinutes", { minutes });
    if (minutes < 60) return t("minutes", { minutes, seconds: Math.floor(seconds % 60) });
    return t("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}
