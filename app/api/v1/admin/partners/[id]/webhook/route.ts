import { route } from "@/lib/platform/http/route";
import { getWebhook } from "@/lib/platform/webhooks/queries";
import { RemovedWebhook, SavedWebhook, WebhookParams, WebhookView } from "@/lib/platform/webhooks/schema";
import { NewWebhook } from "@/lib/platform/webhooks/service/address";
import { removeWebhook, saveWebhook } from "@/lib/platform/webhooks/service/change";

export const GET = route({
  auth: "staff",
  summary: "The webhook of an account, without its secrets",
  params: WebhookParams,
  answers: { data: WebhookView },
  handle: ({ actor, params }) => getWebhook(actor, params.id),
});

export const PUT = route({
  auth: "admin",
  summary:
    "Give an account a webhook, whose secret is in this answer only, or change the one it has, which keeps its secret",
  params: WebhookParams,
  body: NewWebhook,
  answers: { data: SavedWebhook },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    saveWebhook({ actor, caller: { address, agent } }, params.id, body),
});

export const DELETE = route({
  auth: "admin",
  summary: "Take the webhook of an account away; what waits to be sent is given up, the log stays",
  params: WebhookParams,
  answers: { data: RemovedWebhook },
  handle: ({ actor, params, http: { address, agent } }) =>
    removeWebhook({ actor, caller: { address, agent } }, params.id),
});
