import { OnboardingParams } from "@/lib/platform/flow/schema";
import { route } from "@/lib/platform/http/route";
import { StoreResume } from "@/lib/stores/schema";
import { resumeStore } from "@/lib/stores/service/skip";
import { StatusView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "admin",
  summary: "End a skip, or let an import go on that waits for something",
  params: OnboardingParams,
  body: StoreResume,
  answers: { data: StatusView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    resumeStore({ actor, which: params, input: body, caller: { address, agent } }),
});
