import { route } from "@/lib/platform/http/route";
import { DisablePartner, PartnerParams, PartnerView } from "@/lib/platform/partner/schema";
import { disablePartner } from "@/lib/platform/partner/service";

export const POST = route({
  auth: "admin",
  summary: "Close a partner's account",
  params: PartnerParams,
  body: DisablePartner,
  answers: { data: PartnerView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    disablePartner({ actor, caller: { address, agent } }, params.id, body),
});
