import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
  SkipForward,
  TriangleAlert,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { StepState } from "@/lib/platform/flow/progress";

/** A state as it is shown: a part that ended may have left rows out, one that runs may not have moved for long. */
type ShownState = StepState | "cancelled" | "done_with_problems" | "stalled" | "paused";

/** How a step's state looks; the word comes from the texts under `flow.states`. */
const looks: Record<ShownState, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: "neutral", icon: CircleDashed },
  running: { tone: "active", icon: LoaderCircle },
  retrying: { tone: "warning", icon: RotateCw },
  waiting: { tone: "warning", icon: Hourglass },
  stalled: { tone: "warning", icon: CirclePause },
  paused: { tone: "neutral", icon: CirclePause },
  done: { tone: "success", icon: CircleCheck },
  done_with_problems: { tone: "warning", icon: TriangleAlert },
  failed: { tone: "danger", icon: CircleX },
  skipped: { tone: "neutral", icon: SkipForward },
  cancelled: { tone: "neutral", icon: Ban },
};

type StepStatusProps = { state: ShownState; className?: string /** Instead of the common one. */; word?: string };

/** A step's state as icon and word. */
export function StepStatus({ state, className, word }: StepStatusProps) {
  const t = useTranslations("flow.states");
  const { tone, icon } = looks[state];
  return (
    <Status tone={tone} icon={icon} className={className}>
      {word ?? t(state)}
    </Status>
  );
}
