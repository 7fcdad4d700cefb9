import { route } from "@/lib/platform/http/route";
import { readOnboardingsNow } from "@/lib/platform/onboardings/queries";
import { OnboardingsNowSearch } from "@/lib/platform/onboardings/schema";
import { OnboardingsNow } from "@/lib/platform/onboardings/view";

export const GET = route({
  auth: "staff",
  summary: "How onboardings that are shown stand at this moment, and how many have come since",
  query: OnboardingsNowSearch,
  answers: { data: OnboardingsNow },
  handle: ({ actor, query }) => readOnboardingsNow(actor, query),
});
