import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { exportProducts } from "@/lib/stores/queries/export";

export const GET = route({
  auth: "store_owner",
  summary: "All products of the shop as a table",
  answers: { file: "text/csv" },
  handle: async ({ actor }) => csvFile(await exportProducts(actor)),
});
