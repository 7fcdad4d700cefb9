import { route } from "@/lib/platform/http/route";
import { listMessages } from "@/lib/platform/webhooks/queries";
import { MessagePage, MessageSearch, WebhookParams } from "@/lib/platform/webhooks/schema";

export const GET = route({
  auth: "staff",
  summary: "What was sent to an account's webhook, newest first, with every attempt",
  params: WebhookParams,
  query: MessageSearch,
  answers: { data: MessagePage },
  handle: ({ params, query }) => listMessages(params.id, query),
});
