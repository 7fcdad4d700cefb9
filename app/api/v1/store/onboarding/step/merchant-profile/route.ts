import { route } from "@/lib/platform/http/route";
import { getProfile } from "@/lib/stores/queries/onboarding";
import { SavedProfile } from "@/lib/stores/schema";
import { completeStep } from "@/lib/stores/service/complete-step";
import { ProfileView } from "@/lib/stores/view/answers";
import { SavedStepView } from "@/lib/stores/view/onboarding";

export const GET = route({
  auth: "store_owner",
  summary: "Merchant profile: what is saved",
  answers: { data: ProfileView },
  handle: ({ actor }) => getProfile(actor.storeId),
});

export const POST = route({
  auth: "store_owner",
  summary: "Merchant profile: save and go on",
  body: SavedProfile,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "merchant-profile", input, version, actor, address: http.address }),
});
