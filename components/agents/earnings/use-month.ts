import { useFormatter } from "next-intl";

/** Tells a month, `YYYY-MM`, as people write it: short for an axis. */
export function useMonth(): (month: string, length?: "short" | "long") => string {
  const format = useFormatter();
  return (month, length = "long") =>
    format.dateTime(new Date(`${month}-01T00:00:00Z`), { year: "numeric", month: length, timeZone: "UTC" });
}
