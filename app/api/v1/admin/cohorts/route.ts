import { listCohorts } from "@/lib/platform/cohorts/queries";
import { CohortSearch } from "@/lib/platform/cohorts/schema";
import { CohortList } from "@/lib/platform/cohorts/view";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Failures that onboardings have in common, the largest first",
  query: CohortSearch,
  answers: { data: CohortList },
  handle: ({ query }) => listCohorts(query.limit),
});
