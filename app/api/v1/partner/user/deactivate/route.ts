import { PartnerDeactivation } from "@/lib/members/schema/partner";
import { deactivatePerson, explainDeactivation } from "@/lib/members/service/partner/deactivate-person";
import { PartnerDeactivationAnswer } from "@/lib/members/view/partner";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "partner",
  scope: "members",
  summary:
    "End every plan that your calls gave one of your people, who may come back later; a dry run tells what would end",
  body: PartnerDeactivation,
  explains: true,
  answers: { data: PartnerDeactivationAnswer },
  handle: async ({ actor, body, http: { requestId, address, agent }, isDryRun }) => {
    const call = { requestId, address, agent };
    return isDryRun
      ? answer(await explainDeactivation(actor, body), { message: "Nothing was changed." })
      : answer(await deactivatePerson(actor, body, call), { message: "The plans have ended." });
  },
});
