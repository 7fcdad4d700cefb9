import { useFormatter, useTranslations } from "next-intl";
import type { ExperienceCertifications } from "@/lib/practitioners/schema";

type Work = ExperienceCertifications["workExperiences"][number];
type Certificate = ExperienceCertifications["certifications"][number];

/** An entry in short: what it is, and where and when. */
export type EntryText = { title: string; line: string };

const joined = (...parts: (string | null)[]) => parts.filter(Boolean).join(" · ");

/** Says an entry in short, its dates as exact as they are known. */
export function useEntryTexts() {
  const t = useTranslations("practitioners.experience");
  const format = useFormatter();
  const dateOf = (value: string | null): string | null => {
    if (!value || !/^\d{4}(-\d\d){0,2}$/.test(value)) return null;
    const options = {
      year: "numeric",
      month: value[4] ? "long" : undefined,
      day: value[7] ? "numeric" : undefined,
    } as const;
    const instant = new Date(value.length === 4 ? `${value}-01-01` : value);
    return Number.isNaN(instant.getTime()) ? null : format.dateTime(instant, { ...options, timeZone: "UTC" });
  };
  const periodOf = ({ startDate, endDate, duration }: Work): string | null => {
    const [start, end] = [dateOf(startDate), dateOf(endDate)];
    if (start && end) return start === end ? start : t("period", { start, end });
    if (start) return t("since", { start });
    return end ? t("until", { end }) : duration;
  };
  return (row: Work | Certificate): EntryText =>
    "jobTitle" in row
      ? { title: row.jobTitle, line: joined(row.company, periodOf(row)) }
      : { title: row.certificateName, line: joined(row.issuingOrganization, dateOf(row.dateReceived)) };
}
