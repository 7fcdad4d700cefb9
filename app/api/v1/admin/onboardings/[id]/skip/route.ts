import { OnboardingParams } from "@/lib/platform/flow/schema";
import { route } from "@/lib/platform/http/route";
import { StoreSkip } from "@/lib/stores/schema";
import { skipStore } from "@/lib/stores/service/skip";
import { StatusView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "admin",
  summary: "Let a store into its shop before its set-up is finished; other kinds refuse",
  params: OnboardingParams,
  body: StoreSkip,
  answers: { data: StatusView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    skipStore({ actor, which: params, input: body, caller: { address, agent } }),
});
