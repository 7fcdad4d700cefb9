import { route } from "@/lib/platform/http/route";
import { getVisualProfile } from "@/lib/practitioners/queries/onboarding";
import { SavedVisualProfile } from "@/lib/practitioners/schema";
import { completeStep } from "@/lib/practitioners/service/complete-step";
import { VisualProfileView } from "@/lib/practitioners/view/answers";
import { SavedStepView } from "@/lib/practitioners/view/onboarding";

export const GET = route({
  auth: "practitioner",
  summary: "Visual profile: what is saved",
  answers: { data: VisualProfileView },
  handle: ({ actor }) => getVisualProfile(actor.practitionerId),
});

export const POST = route({
  auth: "practitioner",
  summary: "Visual profile: save and go on",
  body: SavedVisualProfile,
  example: {
    banner_urls: ["/api/v1/uploads/0123456789abcdef0123456789abcdef"],
    banner_alts: ["My practice"],
    version: 0,
  },
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "visual-profile", input, version, actor, address: http.address }),
});
