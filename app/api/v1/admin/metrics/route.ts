import { z } from "zod";
import { getMetrics } from "@/lib/kinds";
import { DoorFigures } from "@/lib/members/view/figures";
import { MetricsSearch, periods } from "@/lib/platform/flow/schema";
import { ReminderFigures, SourceFigures, StepFigures, WaitFigures } from "@/lib/platform/flow/view";
import { route } from "@/lib/platform/http/route";
import { CompletionView } from "@/lib/practitioners/view/funnel";

const MetricsView = z.object({
  period: z.enum(periods),
  completion: CompletionView,
  unfinishedPastGate: z.int(),
  steps: z.array(StepFigures),
  activations: z.array(DoorFigures),
  prefill: z.array(SourceFigures),
  waits: z.array(WaitFigures),
  reminders: z.array(ReminderFigures),
});

export const GET = route({
  auth: "staff",
  summary: "How people come through the wizards, where they stop, and why",
  query: MetricsSearch,
  answers: { data: MetricsView },
  handle: ({ query }) => getMetrics(query.period),
});
