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
import type { Tone } from "@/components/ui/tone";
import type { StandingStep } from "@/lib/platform/onboarding/view";
import type { RunStatus, ShownStatus } from "@/lib/platform/onboardings/schema";

/** How a step, a run or an onboarding can stand. */
export type Standing = StandingStep | RunStatus | ShownStatus;

/** The icon and the tone of each; its word is `onboarding.states`. */
export const standingLooks: Record<Standing, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: "neutral", icon: CircleDashed },
  running: { tone: "active", icon: LoaderCircle },
  retrying: { tone: "warning", icon: RotateCw },
  stalled: { tone: "warning", icon: CirclePause },
  waiting: { tone: "warning", icon: Hourglass },
  done: { tone: "success", icon: CircleCheck },
  complete: { tone: "success", icon: CircleCheck },
  partial: { tone: "warning", icon: TriangleAlert },
  failed: { tone: "danger", icon: CircleX },
  cancelled: { tone: "neutral", icon: Ban },
  skipped: { tone: "neutral", icon: SkipForward },
};
