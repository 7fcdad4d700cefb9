import { CircleCheck, CircleDot, CircleX, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import { spellOut } from "../use-words";

const looks: Record<string, { tone: Tone; icon: LucideIcon }> = {
  open: { tone: "neutral", icon: CircleDot },
  closed: { tone: "success", icon: CircleCheck },
  terminated: { tone: "neutral", icon: CircleX },
};

/** Where in its life a deal is: reZEN's word for it, with the icon of open, closed or terminated, which is read out too. */
export function DealState({ group, state }: { group: string; state: string | null }) {
  const t = useTranslations("agents.deals.groups");
  const name = group.toLowerCase();
  const { tone, icon: Icon } = looks[name] ?? { tone: "neutral" as const, icon: CircleDot };
  const life = t.has(name as "open") ? t(name as "open") : spellOut(group);
  const word = state ? spellOut(state) : life;
  return (
    <Status tone={tone} icon={Icon}>
      {word === life ? null : <span className="sr-only">{life}: </span>}
      {word}
    </Status>
  );
}
