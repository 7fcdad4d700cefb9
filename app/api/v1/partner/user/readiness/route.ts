import { getPartnerReadiness } from "@/lib/members/queries/readiness";
import { PartnerDeactivation } from "@/lib/members/schema/partner";
import { route } from "@/lib/platform/http/route";
import { PartnerReadinessView } from "@/lib/platform/readiness/schema";

export const POST = route({
  auth: "partner",
  scope: "members",
  summary: "What one of your people needs before they have their plan, and who moves it; nothing is changed",
  body: PartnerDeactivation,
  answers: { data: PartnerReadinessView },
  handle: ({ actor, body }) => getPartnerReadiness(actor, body),
});
