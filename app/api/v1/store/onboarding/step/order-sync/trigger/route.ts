import { answer, route } from "@/lib/platform/http/route";
import { OrderSync } from "@/lib/stores/schema";
import { triggerImport } from "@/lib/stores/service/sync";

export const POST = route({
  auth: "store_owner",
  summary: "Start the import of orders and products, or name the one that runs",
  body: OrderSync,
  answers: { status: 202 },
  handle: async ({ actor, body }) => {
    const { runId, createdNew } = await triggerImport(actor, body);
    return answer({ jobId: runId, createdNew });
  },
});
