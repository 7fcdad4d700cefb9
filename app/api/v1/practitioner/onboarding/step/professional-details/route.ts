import { route } from "@/lib/platform/http/route";
import { getProfessionalDetails } from "@/lib/practitioners/queries/onboarding";
import { SavedProfessionalDetails } from "@/lib/practitioners/schema";
import { completeStep } from "@/lib/practitioners/service/complete-step";
import { ProfessionalDetailsView } from "@/lib/practitioners/view/answers";
import { SavedStepView } from "@/lib/practitioners/view/onboarding";

export const GET = route({
  auth: "practitioner",
  summary: "Professional details: what is saved, else what we were told",
  answers: { data: ProfessionalDetailsView },
  handle: ({ actor }) => getProfessionalDetails(actor.practitionerId),
});

export const POST = route({
  auth: "practitioner",
  summary: "Professional details: save and go on",
  body: SavedProfessionalDetails,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, shown, ...input }, http }) =>
    completeStep({ slug: "professional-details", input, version, shown, actor, address: http.address }),
});
