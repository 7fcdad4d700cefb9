import { exportDeals } from "@/lib/agents/queries/deals/export-deals";
import { TransactionExport } from "@/lib/agents/schema/deals";
import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "agent",
  summary: "The agent's transactions as a table: all, or those that a filter means",
  query: TransactionExport,
  answers: { file: "text/csv" },
  handle: async ({ actor, query }) => csvFile(await exportDeals(actor, "transaction", query)),
});
