import { route } from "@/lib/platform/http/route";
import { WebhookParams, WebhookTestView } from "@/lib/platform/webhooks/schema";
import { testWebhook } from "@/lib/platform/webhooks/service/send";
import { toTestView } from "@/lib/platform/webhooks/view/test-view";

export const POST = route({
  auth: "admin",
  summary: "Send a test message to the address of a webhook and tell what came of it",
  params: WebhookParams,
  answers: { data: WebhookTestView },
  handle: async ({ actor, params, http: { address, agent } }) =>
    toTestView(await testWebhook({ actor, caller: { address, agent } }, params.id)),
});
