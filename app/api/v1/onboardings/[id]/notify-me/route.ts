import { askToBeTold } from "@/lib/kinds";
import { OnboardingParams, ReadyRequest } from "@/lib/platform/flow/schema";
import { ReadyView } from "@/lib/platform/flow/view";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "user",
  summary: "Be told once when the run of your onboarding has ended",
  params: OnboardingParams,
  body: ReadyRequest,
  answers: { data: ReadyView },
  handle: ({ actor, params, body }) => askToBeTold(actor, params.id, body),
});
