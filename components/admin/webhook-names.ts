import type { WebhookEvent } from "@/lib/platform/webhooks/schema";

const names = {
  "member.activated": "activated",
  "member.deactivated": "deactivated",
  "member.failed": "failed",
} as const satisfies Record<WebhookEvent, string>;

/** An event as texts name it, whose keys have no dots. */
export const webhookEventName = (event: WebhookEvent) => names[event];

/** Where the webhook of an account is in our API. */
export const webhookAddress = (accountId: string): string =>
  `/api/v1/admin/partners/${encodeURIComponent(accountId)}/webhook`;
