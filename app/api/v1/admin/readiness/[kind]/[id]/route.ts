import { route } from "@/lib/platform/http/route";
import { ReadinessParams, ReadinessView } from "@/lib/platform/readiness/schema";
import { getReadiness } from "@/lib/readiness";

export const GET = route({
  auth: "staff",
  summary: "What one subject needs: what is due, waits, went wrong or is done, who moves it, and where it is settled",
  params: ReadinessParams,
  answers: { data: ReadinessView },
  handle: ({ actor, params }) => getReadiness(actor, params),
});
