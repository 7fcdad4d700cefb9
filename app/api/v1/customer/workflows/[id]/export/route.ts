import { ItemParams } from "@/lib/customers/schema/own-search";
import { announceExport, downloadExport } from "@/lib/customers/service/access/download-export";
import { ExportNotice } from "@/lib/customers/view/access";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "customer",
  summary: "What is in a workflow of the customer's, whole, as Zuora gave it; a dry run says whether there is any",
  params: ItemParams,
  answers: { file: "application/json", announces: ExportNotice },
  explains: true,
  handle: async ({ actor, params, http, isDryRun }) => {
    if (isDryRun) return answer(await announceExport(actor, params.id));
    const { name, content } = await downloadExport(actor, params.id, http.address);
    return new Response(content, {
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "private, no-store",
      },
    });
  },
});
