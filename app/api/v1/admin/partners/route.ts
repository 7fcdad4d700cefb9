import { route } from "@/lib/platform/http/route";
import { listPartners } from "@/lib/platform/partner/queries";
import { NewPartner, PartnerList, PartnerWithSecret } from "@/lib/platform/partner/schema";
import { createPartner } from "@/lib/platform/partner/service";

export const GET = route({
  auth: "staff",
  summary: "Accounts of partners, without their secrets",
  answers: { data: PartnerList },
  handle: () => listPartners(),
});

export const POST = route({
  auth: "admin",
  summary: "Make an account for a partner; its secret is in this answer only",
  body: NewPartner,
  answers: { status: 201, data: PartnerWithSecret },
  handle: ({ actor, body, http: { address, agent } }) => createPartner({ actor, caller: { address, agent } }, body),
});
