import { exportTargets } from "@/lib/kinds";
import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "The same as evidence: a table whose hash is in the audit trail, which the download is in too",
  answers: { file: "text/csv" },
  handle: async ({ actor, http }) => csvFile(await exportTargets(actor.id, http.address)),
});
