import { z } from "zod";
import { PauseView } from "@/lib/agents/view/schedule";
import { BegunRunView } from "@/lib/customers/view/onboarding";
import { resumeOnboarding } from "@/lib/onboardings";
import { OnboardingParams } from "@/lib/platform/flow/schema";
import { route } from "@/lib/platform/http/route";
import { StoreResume } from "@/lib/stores/schema";
import { StatusView } from "@/lib/stores/view/onboarding";

export const POST = route({
  auth: "admin",
  summary: "End a skip or a pause, or let an import go on that waits for something",
  params: OnboardingParams,
  body: StoreResume,
  answers: { data: z.union([StatusView, PauseView, BegunRunView]) },
  handle: ({ actor, params, body: { reason }, http: { address, agent } }) =>
    resumeOnboarding({ actor, onboardingId: params.id }, { reason, caller: { address, agent } }),
});
