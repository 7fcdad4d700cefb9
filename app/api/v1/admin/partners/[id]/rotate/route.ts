import { route } from "@/lib/platform/http/route";
import { PartnerParams, PartnerWithSecret, RotatePartner } from "@/lib/platform/partner/schema";
import { rotatePartner } from "@/lib/platform/partner/service";

export const POST = route({
  auth: "admin",
  summary: "Give an account a new secret, which is in this answer only; the one before stays good for a while",
  params: PartnerParams,
  body: RotatePartner,
  answers: { data: PartnerWithSecret },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    rotatePartner({ actor, caller: { address, agent } }, params.id, body),
});
