import { activatePerson, explainActivation } from "@/lib/members/service/partner/activate-person";
import { partnerForm } from "@/lib/members/service/partner/form";
import { PartnerActivationAnswer } from "@/lib/members/view/partner";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "partner",
  scope: "members",
  summary: "Give one of your people a plan; a dry run tells what would be done and why not",
  body: partnerForm,
  explains: true,
  answers: { data: PartnerActivationAnswer },
  handle: async ({ actor, body, http, isDryRun }) =>
    isDryRun
      ? answer(await explainActivation(actor, body, http), { message: "Nothing was changed." })
      : answer(await activatePerson(actor, body, http), { message: "The plan is active." }),
});
