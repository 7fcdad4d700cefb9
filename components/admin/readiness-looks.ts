import { CircleCheck, CircleDot, CircleX, Clock, Hourglass, type LucideIcon } from "lucide-react";
import type { Tone } from "@/components/ui/tone";
import type { ReadinessState } from "@/lib/platform/readiness/schema";

/** The icon and the tone of each state; its word is `readiness.states`. */
export const readinessLooks: Record<ReadinessState, { tone: Tone; icon: LucideIcon }> = {
  problem: { tone: "danger", icon: CircleX },
  due: { tone: "warning", icon: CircleDot },
  waiting: { tone: "active", icon: Hourglass },
  later: { tone: "neutral", icon: Clock },
  done: { tone: "success", icon: CircleCheck },
};
