import { route } from "@/lib/platform/http/route";
import { listReports } from "@/lib/platform/reports/queries";
import { ReportList, ReportSearch } from "@/lib/platform/reports/schema";

export const GET = route({
  auth: "staff",
  summary: "Monthly reports, the newest first: onboardings, failures, alerts, outages and targets of each month",
  query: ReportSearch,
  answers: { data: ReportList },
  handle: ({ query }) => listReports(query),
});
