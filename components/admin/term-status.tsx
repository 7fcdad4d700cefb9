import { Ban, CalendarClock, CalendarX2, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { TermState } from "@/lib/members/view/employer";

const looks: Record<TermState, { tone: Tone; icon?: LucideIcon }> = {
  coming: { tone: "neutral", icon: CalendarClock },
  active: { tone: "success" },
  over: { tone: "neutral", icon: CalendarX2 },
  ended: { tone: "danger", icon: Ban },
};

/** How a contract or plan stands; `ended` is what an admin's end of it is called. */
export function TermStatus({ state, ended }: { state: TermState; ended: string }) {
  const t = useTranslations("members.employers");
  return (
    <Status {...looks[state]} className="whitespace-nowrap">
      {state === "ended" ? ended : t(`terms.${state}`)}
    </Status>
  );
}
