import { route } from "@/lib/platform/http/route";
import { SentParams } from "@/lib/platform/outbox/schema";
import { retryMessage } from "@/lib/platform/outbox/service";
import { OutboxOne } from "@/lib/platform/outbox/view";

export const POST = route({
  auth: "admin",
  summary: "Send a failed message again",
  params: SentParams,
  answers: { data: OutboxOne },
  handle: ({ actor, params, http: { address, agent } }) =>
    retryMessage({ actor, caller: { address, agent } }, params.id),
});
