import type { Tx } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { spend } from "../rate-limit";
import type { ReadyRequest } from "./schema";
import type { ReadyView } from "./view";

/** Where somebody can be told that a run has ended; null where there is no such place. */
export type Contact = { email: string | null; phoneNumber: string | null };

const maskMail = (email: string) => email.replace(/^(.)[^@]*/u, "$1•••");

/** The places where somebody can be told, masked; null where a way leads nowhere. */
export const toContactView = ({ email, phoneNumber }: Contact) => ({
  email: email && maskMail(email),
  sms: phoneNumber && `•••• ${phoneNumber.slice(-4)}`,
});

// A message costs money, and runs can be started and stopped as often as somebody likes.
const requestsPerHour = 20;

type Asked = { onboardingId: number; userId: number; storeId: number | null; contact: Contact; tenant: string };

/**
 * Notes how somebody wants to be told when the run of an onboarding has ended; asked again, the last answer counts. In a transaction of the
 * system's, since it spends. Throws `illegal_transition` while nothing runs, and `invalid_input` for a way that leads nowhere.
 */
export async function noteReadyRequest(tx: Tx, asked: Asked, { channel }: ReadyRequest): Promise<ReadyView> {
  const { onboardingId, userId, storeId, contact, tenant } = asked;
  const to = toContactView(contact)[channel];
  if (!to)
    throw new AppError("invalid_input", {
      errors: [{ field: "channel", code: "no_address", message: "noAddress" }],
      message: "noAddress",
    });
  const limit = requestsPerHour * env.rateLimitScale;
  const spent = await spend(tx, [{ key: `notify-me:${tenant}`, limit, windowSeconds: 3600 }]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
  // Against the end of the run, which locks it too: either it is told of this request, or it is over and this is refused.
  const [run] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM onboarding_run WHERE onboarding_id = ${onboardingId} AND ended_at IS NULL FOR SHARE`;
  if (!run) throw new AppError("illegal_transition", { message: "nothingRuns" });
  await tx.$executeRaw`
    INSERT INTO ready_request (run_id, user_id, store_id, channel, created_at)
    VALUES (${run.id}, ${userId}, ${storeId}, ${channel}::"OutboxChannel", app_now())
    ON CONFLICT (run_id, user_id) DO UPDATE SET channel = excluded.channel`;
  return { channel, to };
}
