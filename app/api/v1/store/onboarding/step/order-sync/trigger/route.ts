import { giverInStore } from "@/lib/platform/http/once";
import { route } from "@/lib/platform/http/route";
import { OrderSync } from "@/lib/stores/schema";
import { estimateMinutes } from "@/lib/stores/service/quote";
import { triggerImport } from "@/lib/stores/service/sync";
import { StartedImportView } from "@/lib/stores/view/import";

export const POST = route({
  auth: "store_owner",
  summary: "Start the import of orders and products, or name the one that runs",
  body: OrderSync,
  once: giverInStore,
  answers: { status: 202, data: StartedImportView },
  handle: async ({ actor, body }) => ({
    ...(await triggerImport(actor, body)),
    estimatedDurationMinutes: await estimateMinutes(actor.storeId, body),
  }),
});
