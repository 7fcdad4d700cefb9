import { exportMetrics } from "@/lib/kinds";
import { MetricsSearch } from "@/lib/platform/flow/schema";
import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Figures of the wizards' steps as a table; the download is in the audit trail",
  query: MetricsSearch,
  answers: { file: "text/csv" },
  handle: async ({ actor, query, http }) => csvFile(await exportMetrics(query.period, actor.id, http.address)),
});
