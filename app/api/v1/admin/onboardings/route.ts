import { route } from "@/lib/platform/http/route";
import { listOnboardings } from "@/lib/platform/onboardings/queries";
import { OnboardingSearch } from "@/lib/platform/onboardings/schema";
import { OnboardingPage } from "@/lib/platform/onboardings/view";

export const GET = route({
  auth: "staff",
  summary: "Onboardings of all kinds, sorted and filtered; an operator reads people masked",
  query: OnboardingSearch,
  answers: { data: OnboardingPage },
  handle: ({ actor, query }) => listOnboardings(actor, query),
});
