import { route } from "@/lib/platform/http/route";
import { OnboardingParams, ReadyRequest } from "@/lib/stores/schema";
import { askToBeTold } from "@/lib/stores/service/notify-me";
import { ReadyView } from "@/lib/stores/view/ready";

export const POST = route({
  auth: "store_owner",
  summary: "Be told once when the run of your onboarding has ended",
  params: OnboardingParams,
  body: ReadyRequest,
  answers: { data: ReadyView },
  handle: ({ actor, params, body }) => askToBeTold(actor, params.id, body),
});
