import { route } from "@/lib/platform/http/route";
import { getBasicInfo } from "@/lib/practitioners/queries/onboarding";
import { SavedBasicInfo } from "@/lib/practitioners/schema";
import { completeStep } from "@/lib/practitioners/service/complete-step";
import { BasicInfoView } from "@/lib/practitioners/view/answers";
import { SavedStepView } from "@/lib/practitioners/view/onboarding";

export const GET = route({
  auth: "practitioner",
  summary: "Basic info: what is saved, else what we were told",
  answers: { data: BasicInfoView },
  handle: ({ actor }) => getBasicInfo(actor.practitionerId),
});

export const POST = route({
  auth: "practitioner",
  summary: "Basic info: save and go on",
  body: SavedBasicInfo,
  answers: { data: SavedStepView },
  handle: ({ actor, body: { version, shown, ...input }, http }) =>
    completeStep({ slug: "basic-info", input, version, shown, actor, address: http.address }),
});
