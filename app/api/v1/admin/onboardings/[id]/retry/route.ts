import { route } from "@/lib/platform/http/route";
import { OnboardingParams, RetryRequest } from "@/lib/stores/schema";
import { retryOnboarding } from "@/lib/stores/service/retry-import";
import { RetriedImportView } from "@/lib/stores/view/import";

export const POST = route({
  auth: "admin",
  summary: "Run an import again: what failed, from a part on, or all of it",
  params: OnboardingParams,
  body: RetryRequest,
  answers: { status: 202, data: RetriedImportView },
  handle: ({ actor, params, body }) =>
    retryOnboarding({ actor: { userId: actor.id }, onboardingId: params.id, input: body }),
});
