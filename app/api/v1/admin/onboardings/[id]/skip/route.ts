import { skipOnboarding } from "@/lib/onboardings";
import { OnboardingParams } from "@/lib/platform/flow/schema";
import { route } from "@/lib/platform/http/route";
import { StoreSkip } from "@/lib/stores/schema";
import { StatusView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "admin",
  summary: "Let a store into its shop before its set-up is finished; other kinds refuse",
  params: OnboardingParams,
  body: StoreSkip,
  answers: { data: StatusView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    skipOnboarding({ actor, onboardingId: params.id }, { ...body, caller: { address, agent } }),
});
