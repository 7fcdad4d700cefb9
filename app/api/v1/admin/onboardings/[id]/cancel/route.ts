import { cancelOnboarding } from "@/lib/onboardings";
import { OnboardingParams, StopRun } from "@/lib/platform/flow/schema";
import { StoppedRunView } from "@/lib/platform/flow/view";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Stop an import or a sync once its page is written",
  params: OnboardingParams,
  body: StopRun,
  answers: { data: StoppedRunView },
  handle: ({ actor, params, body }) => cancelOnboarding({ actor, onboardingId: params.id }, body.reason),
});
