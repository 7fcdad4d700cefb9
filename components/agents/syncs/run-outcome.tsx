import { Ban, CircleX, Hourglass, type LucideIcon } from "lucide-react";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { RunItem } from "@/lib/agents/view/run-history";
import { type Reader, useRunTexts } from "./use-run-texts";

const looks: Record<RunItem["status"], { tone: Tone; icon?: LucideIcon }> = {
  pending: { tone: "neutral", icon: Hourglass },
  running: { tone: "active" },
  waiting: { tone: "warning", icon: Hourglass },
  complete: { tone: "success" },
  partial: { tone: "warning" },
  failed: { tone: "danger", icon: CircleX },
  cancelled: { tone: "neutral", icon: Ban },
};

/** How a sync ended, in words, with what is missing. */
export function RunOutcome({ run, reader }: { run: RunItem; reader: Reader }) {
  const { outcomeOf } = useRunTexts(reader);
  return (
    <Status {...looks[run.status]} className="items-start text-left [&_svg]:mt-0.5 [&_svg]:animate-none">
      <span className="text-pretty sm:min-w-36">{outcomeOf(run)}</span>
    </Status>
  );
}
