import { route } from "@/lib/platform/http/route";
import { getProductSettings } from "@/lib/stores/queries/settings";
import { SavedProductImport } from "@/lib/stores/schema";
import { saveSettings } from "@/lib/stores/service/save-settings";
import { ProductImportView } from "@/lib/stores/view/answers";

export const GET = route({
  auth: "store_owner",
  summary: "Product feed after the onboarding: what is saved",
  answers: { data: ProductImportView },
  handle: ({ actor }) => getProductSettings(actor.storeId),
});

export const PUT = route({
  auth: "store_owner",
  summary: "Product feed after the onboarding: change",
  body: SavedProductImport,
  answers: { data: ProductImportView },
  handle: async ({ actor, body: { version, ...input }, http }) => {
    await saveSettings({ part: "products", input, version, actor, address: http.address });
    return getProductSettings(actor.storeId);
  },
});
