import { z } from "zod";

/** What a partner may be told of. */
export const webhookEvents = ["member.activated", "member.deactivated", "member.failed"] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** The event of a message that an admin sends to try the address; nobody subscribes to it. */
export const testEvent = "webhook.test";

/** How a message stands: it will be sent, it was taken, or it was given up. */
export const messageStates = ["pending", "delivered", "failed"] as const;
export type MessageState = (typeof messageStates)[number];

const longestAddress = 2048;

/** An address and what is told to it, as typed; `service/address.ts` looks whether it may be called. */
export const TypedWebhook = z.strictObject({
  url: z.string({ error: "required" }).trim().min(1, "required").max(longestAddress, "tooLong"),
  events: z
    .array(z.enum(webhookEvents, "choose"), { error: "required" })
    .min(1, "chooseOne")
    .transform(events => webhookEvents.filter(event => events.includes(event))),
});

/** A partner's webhook without its secrets. */
export const WebhookView = z.object({
  accountId: z.string(),
  /** An operator is shown where it leads, and not its path. */
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  /** `off`: its address answered that it is gone, or its account was closed; saving the webhook switches it on again. */
  state: z.enum(["on", "off"]),
  /** How the present secret begins, and the one before while it signs too; null for one that does not open now. */
  secretHint: z.string().nullable(),
  previousHint: z.string().nullable(),
  previousUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** A webhook with the secret that was just made, which is shown this once; null where it was only changed. */
export const SavedWebhook = WebhookView.extend({ secret: z.string().nullable() });
export type SavedWebhook = z.infer<typeof SavedWebhook>;

/** A webhook that is no more. */
export const RemovedWebhook = z.object({ accountId: z.string(), removed: z.literal(true) });
export type RemovedWebhook = z.infer<typeof RemovedWebhook>;

const classes = ["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected"] as const;

/** What a test message came to: taken, or one of six classes; `status` is what the address answered. */
export const WebhookTestView = z.object({
  ok: z.boolean(),
  class: z.enum(classes).nullable(),
  message: z.string().nullable(),
  status: z.int().nullable(),
  responseTimeMs: z.int(),
  retryAfter: z.number().nullable(),
});
export type WebhookTestView = z.infer<typeof WebhookTestView>;

/** One attempt: what was answered, or how it failed. */
export const AttemptView = z.object({
  at: z.iso.datetime(),
  tookMs: z.int(),
  status: z.int().nullable(),
  errorClass: z.string().nullable(),
  isByHand: z.boolean(),
});

/** A message of the delivery log, with its newest attempts first. */
export const MessageView = z.object({
  id: z.string(),
  event: z.string(),
  /** Whom it tells of, where that is a member. */
  memberId: z.int().nullable(),
  state: z.enum(messageStates),
  attempts: z.array(AttemptView),
  nextAttemptAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  replayedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type MessageView = z.infer<typeof MessageView>;

/** A page of the delivery log, newest first. */
export const MessagePage = z.object({ items: z.array(MessageView), nextCursor: z.string().nullable() });
export type MessagePage = z.infer<typeof MessagePage>;

const messageId = z.string().regex(/^msg_[A-Za-z0-9_-]{8,60}$/);

/** Which messages to list; `cursor` is the place of the last one seen. */
export const MessageSearch = z.strictObject({
  state: z.enum(messageStates).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,13}\.msg_[A-Za-z0-9_-]{8,60}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type MessageSearch = z.infer<typeof MessageSearch>;

const accountId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "partnerId");

/** The account that an address names. */
export const WebhookParams = z.object({ id: accountId });

/** The message that an address names. */
export const MessageParams = z.object({ id: messageId });
