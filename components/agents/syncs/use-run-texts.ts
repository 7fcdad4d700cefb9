import { useTranslations } from "next-intl";
import type { RunItem } from "@/lib/agents/view/run-history";

/** Who reads of a sync: the agent whose it is, or one of the staff. */
export type Reader = "agent" | "staff";

const triggers = ["owner", "admin", "key", "again", "schedule"] as const;

/** What is said of a sync: by what it began, how it ended, how long it took. */
export function useRunTexts(reader: Reader) {
  const t = useTranslations("agents.syncs");
  const names = useTranslations("agents.parts");
  const nameOf = (id: string) => (names.has(id as never) ? names(id as never) : id);
  const outcomeOf = ({ status, read, missing, refusal }: RunItem): string => {
    if (refusal !== null) return t("outcomes.refused", { why: refusal });
    return t(`outcomes.${status}`, { read, missing: missing.map(nameOf).join(", ") });
  };
  const duration = (seconds: number | null): string => {
    if (seconds === null) return "–";
    if (seconds < 1) return t("duration.short");
    const whole = Math.round(seconds);
    const time = { minutes: Math.floor(whole / 60), seconds: whole % 60 };
    return t(time.minutes > 0 ? "duration.minutes" : "duration.seconds", time);
  };
  const beganBy = (trigger: string): string => {
    const known = triggers.find(one => one === trigger);
    return known ? t(`triggers.${known}`, { reader }) : trigger;
  };
  return { t, nameOf, outcomeOf, duration, beganBy };
}
