import { route } from "@/lib/platform/http/route";
import { getStatus } from "@/lib/stores/queries/onboarding";
import { JobReference } from "@/lib/stores/schema";
import { completeOnboarding } from "@/lib/stores/service/sync";
import { CompletedView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "store_owner",
  summary: "Finish the onboarding once an import has ended",
  body: JobReference,
  answers: { data: CompletedView },
  handle: async ({ actor, body }) => {
    await completeOnboarding(actor, body.jobId);
    const status = await getStatus(actor.storeId);
    return { ...status, onboardingCompleted: true as const, redirectUrl: `/store/${status.storeCode}/dashboard` };
  },
});
