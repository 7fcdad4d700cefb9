import { getOwnFeedback } from "@/lib/platform/feedback/queries";
import { FeedbackAnswer, OwnFeedbackView } from "@/lib/platform/feedback/schema";
import { giveFeedback } from "@/lib/platform/feedback/service";
import { OnboardingParams } from "@/lib/platform/flow/schema";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "user",
  summary: "What you have said of your onboarding",
  params: OnboardingParams,
  answers: { data: OwnFeedbackView },
  handle: ({ actor, params }) => getOwnFeedback(actor.id, params.id),
});

export const PUT = route({
  auth: "user",
  summary:
    "Say how your onboarding was, once it is complete: 1 to 5, and in words; or that you want to be asked no more",
  params: OnboardingParams,
  body: FeedbackAnswer,
  example: { score: 4, text: "The key was hard to find." },
  answers: { data: OwnFeedbackView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    giveFeedback(actor.id, params.id, body, { address, agent }),
});
