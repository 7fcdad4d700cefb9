import { route } from "@/lib/platform/http/route";
import { SavedWebhook, WebhookParams } from "@/lib/platform/webhooks/schema";
import { rotateWebhook } from "@/lib/platform/webhooks/service/change";

export const POST = route({
  auth: "admin",
  summary: "Give a webhook a new secret, which is in this answer only; the one before signs along for a day",
  params: WebhookParams,
  answers: { data: SavedWebhook },
  handle: ({ actor, params, http: { address, agent } }) =>
    rotateWebhook({ actor, caller: { address, agent } }, params.id),
});
