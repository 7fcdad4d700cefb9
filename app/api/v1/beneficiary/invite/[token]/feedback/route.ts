import { InviteLink } from "@/lib/members/schema/invite";
import { giveFeedbackByLink } from "@/lib/members/service/invite/give-feedback";
import { FeedbackAnswer, LinkFeedbackView } from "@/lib/platform/feedback/schema";
import { route } from "@/lib/platform/http/route";

export const PUT = route({
  auth: "public",
  summary: "Say how it was, once the invite was taken up: 1 to 5, and in words; or that you want to be asked no more",
  params: InviteLink,
  body: FeedbackAnswer,
  example: { score: 5 },
  answers: { data: LinkFeedbackView },
  handle: ({ params, body, http: { address, agent } }) => giveFeedbackByLink(params.token, body, { address, agent }),
});
