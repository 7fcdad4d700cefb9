import { getTargets } from "@/lib/kinds";
import { route } from "@/lib/platform/http/route";
import { metricsType, readMetrics } from "@/lib/platform/metrics";

export const GET = route({
  auth: "metrics",
  summary: "Figures for Prometheus: queues, outbox, onboardings, alerts, upstreams, targets, this process",
  answers: { file: metricsType },
  handle: async () =>
    new Response(await readMetrics(getTargets), {
      headers: { "Content-Type": metricsType, "Cache-Control": "private, no-store" },
    }),
});
