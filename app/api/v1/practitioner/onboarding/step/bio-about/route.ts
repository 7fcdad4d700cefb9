import { route } from "@/lib/platform/http/route";
import { getBioAbout } from "@/lib/practitioners/queries/onboarding";
import { SavedBioAbout } from "@/lib/practitioners/schema";
import { completeStep } from "@/lib/practitioners/service/complete-step";
import { BioAboutView } from "@/lib/practitioners/view/answers";
import { SavedStepView } from "@/lib/practitioners/view/onboarding";

export const GET = route({
  auth: "practitioner",
  summary: "Bio and about: what is saved",
  answers: { data: BioAboutView },
  handle: ({ actor }) => getBioAbout(actor.practitionerId),
});

export const POST = route({
  auth: "practitioner",
  summary: "Bio and about: save and go on",
  body: SavedBioAbout,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "bio-about", input, version, actor, address: http.address }),
});
