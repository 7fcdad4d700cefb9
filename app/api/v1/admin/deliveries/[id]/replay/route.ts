import { route } from "@/lib/platform/http/route";
import { MessageParams, MessageView } from "@/lib/platform/webhooks/schema";
import { replayMessage } from "@/lib/platform/webhooks/service/send";

export const POST = route({
  auth: "admin",
  summary: "Send a message again under the id that it has; one that still waits is left to its turn",
  params: MessageParams,
  answers: { data: MessageView },
  handle: ({ actor, params, http: { address, agent } }) =>
    replayMessage({ actor, caller: { address, agent } }, params.id),
});
