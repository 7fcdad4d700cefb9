import { AuditExport } from "@/lib/platform/audit/schema";
import { exportTrail } from "@/lib/platform/audit/service";
import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary:
    "The audit trail as a table, at most 100,000 entries: those that a filter means; the download is in the trail",
  query: AuditExport,
  answers: { file: "text/csv" },
  handle: async ({ actor, query, http: { address, agent } }) =>
    csvFile(await exportTrail(actor, query, { address, agent })),
});
