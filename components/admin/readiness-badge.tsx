import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { ReadinessBadge as Badge } from "@/lib/platform/readiness/schema";
import { readinessLooks } from "./readiness-looks";

const counted = ["problem", "due", "waiting"] as const;

/** The worst of what somebody needs as icon and words: how much of it is open, or that all is there. Nothing for who has not begun. */
export function ReadinessBadge({ badge }: { badge: Badge | undefined }) {
  const t = useTranslations("readiness");
  if (!badge) return null;
  const { state, counts } = badge;
  const open = counted.filter(one => counts[one] > 0).map(one => t(`counts.${one}`, { count: counts[one] }));
  return (
    <Status
      {...readinessLooks[state]}
      className="mt-1 font-normal whitespace-normal max-sm:text-right [&_svg]:animate-none"
    >
      <span className="sr-only">{t("needs")} </span>
      {open.join(" · ") || (state === "later" ? t("counts.later", { count: counts.later }) : t(`states.${state}`))}
    </Status>
  );
}
