import { OnboardingParams } from "@/lib/platform/flow/schema";
import { route } from "@/lib/platform/http/route";
import { getOnboardingOne } from "@/lib/platform/onboarding/queries/one";
import { OnboardingOne } from "@/lib/platform/onboarding/view";

export const GET = route({
  auth: "staff",
  summary:
    "One onboarding: its steps, tries, runs, upstream calls, messages and what was done; an operator reads people masked",
  params: OnboardingParams,
  answers: { data: OnboardingOne },
  handle: ({ actor, params }) => getOnboardingOne(actor, params.id),
});
