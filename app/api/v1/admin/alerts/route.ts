import { listAlerts } from "@/lib/platform/alerts/queries";
import { AlertPage, AlertSearch } from "@/lib/platform/alerts/schema";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Alerts, newest first: those that go on, those that are over, or all",
  query: AlertSearch,
  answers: { data: AlertPage },
  handle: ({ actor, query }) => listAlerts(actor, query),
});
