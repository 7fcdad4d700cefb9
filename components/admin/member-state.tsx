import { Ban, CalendarClock, CircleDashed, CircleX, Hourglass, type LucideIcon, MailCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { MemberState as State } from "@/lib/members/schema/transition";

const looks: Record<State, { tone: Tone; icon?: LucideIcon }> = {
  draft: { tone: "neutral", icon: CircleDashed },
  invited: { tone: "neutral", icon: Hourglass },
  otp_verified: { tone: "neutral", icon: MailCheck },
  scheduled: { tone: "neutral", icon: CalendarClock },
  activated: { tone: "success" },
  deactivated: { tone: "neutral", icon: Ban },
  expired: { tone: "warning" },
  failed: { tone: "danger", icon: CircleX },
};

/** Where a member stands. */
export function MemberState({ state }: { state: State }) {
  const t = useTranslations("members.states");
  return (
    <Status {...looks[state]} className="whitespace-nowrap">
      {t(state)}
    </Status>
  );
}
