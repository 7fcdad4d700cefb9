import { route } from "@/lib/platform/http/route";
import { getStep } from "@/lib/stores/queries/onboarding";
import { SavedLetzshopKey } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";

export const GET = route({
  auth: "store_owner",
  summary: "Letzshop key: what is saved",
  handle: ({ actor }) => getStep(actor.storeId, "letzshop-api"),
});

export const POST = route({
  auth: "store_owner",
  summary: "Letzshop key: save and go on",
  body: SavedLetzshopKey,
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "letzshop-api", input, version, actor, address: http.address }),
});
