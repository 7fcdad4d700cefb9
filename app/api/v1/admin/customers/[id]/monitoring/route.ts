import { getMonitoring } from "@/lib/customers/queries/monitoring";
import { CustomerParams } from "@/lib/customers/schema/search";
import { MonitoringView } from "@/lib/customers/view/monitoring";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "How a customer is watched, and how it is doing at this moment",
  params: CustomerParams,
  answers: { data: MonitoringView },
  handle: ({ actor, params }) => getMonitoring(actor, params.id),
});
