import { route } from "@/lib/platform/http/route";
import { metricsType, readMetrics } from "@/lib/platform/metrics";

export const GET = route({
  auth: "metrics",
  summary: "Figures for Prometheus: queues, outbox, onboardings, alerts, upstreams, this process",
  answers: { file: metricsType },
  handle: async () =>
    new Response(await readMetrics(), {
      headers: { "Content-Type": metricsType, "Cache-Control": "private, no-store" },
    }),
});
