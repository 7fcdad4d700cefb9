import { route } from "@/lib/platform/http/route";
import { getExperience } from "@/lib/practitioners/queries/onboarding";
import { SavedExperienceCertifications } from "@/lib/practitioners/schema";
import { completeStep } from "@/lib/practitioners/service/complete-step";
import { ExperienceView } from "@/lib/practitioners/view/answers";
import { SavedStepView } from "@/lib/practitioners/view/onboarding";

export const GET = route({
  auth: "practitioner",
  summary: "Experience and certifications: what is saved",
  answers: { data: ExperienceView },
  handle: ({ actor }) => getExperience(actor.practitionerId),
});

export const POST = route({
  auth: "practitioner",
  summary: "Experience and certifications: save and go on and, with all five parts there, finish",
  body: SavedExperienceCertifications,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, ...input }, http }) =>
    completeStep({ slug: "experience-certifications", input, version, actor, address: http.address }),
});
