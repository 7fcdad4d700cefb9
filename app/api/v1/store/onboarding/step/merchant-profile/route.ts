import { route } from "@/lib/platform/http/route";
import { getStep } from "@/lib/stores/queries/onboarding";
import { SavedProfile } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";

export const GET = route({
  auth: "store_owner",
  summary: "Merchant profile: what is saved",
  handle: ({ actor }) => getStep(actor.storeId, "merchant-profile"),
});

export const POST = route({
  auth: "store_owner",
  summary: "Merchant profile: save and go on",
  body: SavedProfile,
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "merchant-profile", input, version, actor, address: http.address }),
});
