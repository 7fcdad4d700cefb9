import { getCriteria } from "@/lib/customers/queries/criteria";
import { CustomerParams } from "@/lib/customers/schema/search";
import { CriteriaView } from "@/lib/customers/view/criteria";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Whether a customer's onboarding is the success that it is to be, line by line, as it stands",
  params: CustomerParams,
  answers: { data: CriteriaView },
  handle: ({ actor, params }) => getCriteria(actor, params.id),
});
