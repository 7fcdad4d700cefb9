import { retryOnboarding } from "@/lib/onboardings";
import { OnboardingParams, RunAgain } from "@/lib/platform/flow/schema";
import { RunAgainView } from "@/lib/platform/flow/view";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary:
    "Run an import or a sync again: what failed, from a part or some steps on, or all of it; what waits for its next try is tried at once",
  params: OnboardingParams,
  body: RunAgain,
  example: { reason: "reZEN answers again" },
  answers: { status: 202, data: RunAgainView },
  handle: ({ actor, params, body }) => retryOnboarding({ actor, onboardingId: params.id }, body),
});
