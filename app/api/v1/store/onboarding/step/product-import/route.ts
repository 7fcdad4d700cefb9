import { route } from "@/lib/platform/http/route";
import { getStep } from "@/lib/stores/queries/onboarding";
import { SavedProductImport } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";

export const GET = route({
  auth: "store_owner",
  summary: "Product feed: what is saved",
  handle: ({ actor }) => getStep(actor.storeId, "product-import"),
});

export const POST = route({
  auth: "store_owner",
  summary: "Product feed: save and go on",
  body: SavedProductImport,
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "product-import", input, version, actor, address: http.address }),
});
