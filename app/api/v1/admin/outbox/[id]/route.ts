import { route } from "@/lib/platform/http/route";
import { getMessage } from "@/lib/platform/outbox/queries";
import { SentParams } from "@/lib/platform/outbox/schema";
import { OutboxOne } from "@/lib/platform/outbox/view";

export const GET = route({
  auth: "staff",
  summary: "One message with each try to send it",
  params: SentParams,
  answers: { data: OutboxOne },
  handle: ({ params }) => getMessage(params.id),
});
