import { route } from "@/lib/platform/http/route";
import { CancelRequest, OnboardingParams } from "@/lib/stores/schema";
import { cancelOnboarding } from "@/lib/stores/service/cancel-import";
import { CancelledImportView } from "@/lib/stores/view/import";

export const POST = route({
  auth: "admin",
  summary: "Stop an import once its page is written",
  params: OnboardingParams,
  body: CancelRequest,
  answers: { data: CancelledImportView },
  handle: ({ actor, params, body }) =>
    cancelOnboarding({ actor: { userId: actor.id }, onboardingId: params.id, reason: body.reason }),
});
