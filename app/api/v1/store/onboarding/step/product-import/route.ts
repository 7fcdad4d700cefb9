import { route } from "@/lib/platform/http/route";
import { getProductImport } from "@/lib/stores/queries/onboarding";
import { SavedProductImport } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";
import { ProductImportView } from "@/lib/stores/view/answers";
import { SavedStepView } from "@/lib/stores/view/onboarding";

export const GET = route({
  auth: "store_owner",
  summary: "Product feed: what is saved",
  answers: { data: ProductImportView },
  handle: ({ actor }) => getProductImport(actor.storeId),
});

export const POST = route({
  auth: "store_owner",
  summary: "Product feed: save and go on",
  body: SavedProductImport,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "product-import", input, version, actor, address: http.address }),
});
