import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { exportOrders } from "@/lib/stores/queries/export";

export const GET = route({
  auth: "store_owner",
  summary: "All orders of the shop as a table",
  answers: { file: "text/csv" },
  handle: async ({ actor }) => csvFile(await exportOrders(actor)),
});
