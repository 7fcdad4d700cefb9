import { z } from "zod";
import { maskPhone } from "../auth/phone";
import { maskEmail } from "../mask";

/** A message as the desk shows it: where to, masked, what it is and what became of it; never what it says. */
export const OutboxView = z.object({
  id: z.string(),
  channel: z.enum(["sms", "email", "slack"]),
  kind: z.string().nullable(),
  recipient: z.string(),
  state: z.enum(["pending", "sent", "failed"]),
  attempts: z.int(),
  errorCode: z.string().nullable(),
  providerId: z.string().nullable(),
  /** Of whom it tells: `store:7`. */
  tenant: z.string().nullable(),
  onboardingId: z.int().nullable(),
  /** It failed, and what it says is kept: it can be sent again. */
  canRetry: z.boolean(),
  createdAt: z.iso.datetime(),
  nextAttemptAt: z.iso.datetime().nullable(),
  sentAt: z.iso.datetime().nullable(),
});
export type OutboxView = z.infer<typeof OutboxView>;

/**
 * A page of them, newest first; `retryable` is how many of all that the filter finds could be sent again: null for who may not do it, and one above ten
 * thousand where they are more than may go at once.
 */
export const OutboxPage = z.object({
  items: z.array(OutboxView),
  nextCursor: z.string().nullable(),
  retryable: z.int().nullable(),
});
export type OutboxPage = z.infer<typeof OutboxPage>;

/** One message with each try to send it, oldest first. */
export const OutboxOne = OutboxView.extend({
  tries: z.array(z.object({ at: z.iso.datetime(), errorCode: z.string().nullable() })),
});
export type OutboxOne = z.infer<typeof OutboxOne>;

/** A message as the database answers. */
export type FoundMessage = Omit<OutboxView, "createdAt" | "nextAttemptAt" | "sentAt"> & {
  createdAt: Date;
  nextAttemptAt: Date | null;
  sentAt: Date | null;
};

function maskRecipient({ channel, recipient }: FoundMessage): string {
  if (channel === "slack") return "Slack";
  return channel === "email" ? maskEmail(recipient) : maskPhone(recipient);
}

/** A message for the desk. */
export const toOutboxView = (message: FoundMessage): OutboxView => ({
  ...message,
  recipient: maskRecipient(message),
  createdAt: message.createdAt.toISOString(),
  nextAttemptAt: message.nextAttemptAt?.toISOString() ?? null,
  sentAt: message.sentAt?.toISOString() ?? null,
});
