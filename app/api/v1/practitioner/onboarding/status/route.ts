import { route } from "@/lib/platform/http/route";
import { getStatus } from "@/lib/practitioners/queries/onboarding";
import { StatusView } from "@/lib/practitioners/view/onboarding";

export const GET = route({
  auth: "practitioner",
  summary: "Where the practitioner stands in the onboarding",
  answers: { data: StatusView },
  handle: ({ actor }) => getStatus(actor.practitionerId),
});
