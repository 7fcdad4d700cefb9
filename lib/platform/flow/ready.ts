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

type Asked = {
  onboardingId: number;
  userId: number;
  storeId: number | null;
  contact: Contact;
  tenant: string;
  /** Where nothing runs, the next run comes by itself, and may be waited for. */
  isNextComing?: boolean;
};

/**
 * Notes how somebody wants to be told when the run of an onboarding has ended, or the next one where that comes by itself; asked again, the last
 * answer counts. In a transaction of the system's, since it spends. Throws `illegal_transition` while nothing runs, and `invalid_input` for a way
 * that leads nowhere.
 */
export async function noteReadyRequest(tx: Tx, asked: Asked, { channel }: ReadyRequest): Promise<ReadyView> {
  const { onboardingId, userId, storeId, contact, tenant, isNextComing = false } = asked;
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
    SELECT id FROM onboarding_run WHERE onboarding_id = ${onboardingId} AND (ended_at IS NULL OR ${isNextComing})
    ORDER BY number DESC LIMIT 1 FOR SHARE`;
  if (!run) throw new AppError("illegal_transition", { message: "nothingRuns" });
  await tx.$executeRaw`
    INSERT INTO ready_request (run_id, user_id, store_id, channel, created_at)
    VALUES (${run.id}, ${userId}, ${storeId}, ${channel}::"OutboxChannel", app_now())
    ON CONFLICT (run_id, user_id) DO UPDATE SET channel = excluded.channel, created_at = excluded.created_at`;
  return { channel, to };
}

type WhoAsked = { userId: number; channel: ReadyRequest["channel"] };

/** Who wants to be told of the end of a run, in the transaction that ends it: who asked while it went on, or after the one before, for the next. One that could not begin is none. */
export const listWhoAsked = (tx: Tx, runId: number): Promise<WhoAsked[]> => tx.$queryRaw<WhoAsked[]>`
  SELECT DISTINCT ON (q.user_id) q.user_id AS "userId", q.channel::text FROM onboarding_run run
  JOIN onboarding_run asked ON asked.onboarding_id = run.onboarding_id AND (asked.id = run.id OR asked.number = (
    SELECT max(b.number) FROM onboarding_run b WHERE b.onboarding_id = run.onboarding_id AND b.number < run.number AND b.error_code IS NULL))
  JOIN ready_request q ON q.run_id = asked.id AND (asked.id = run.id OR asked.number < run.number AND q.created_at > asked.ended_at)
  WHERE run.id = ${runId} ORDER BY q.user_id, asked.number DESC`;

/** How somebody wants to be told of the run that goes on, or of the next one; null where they have not asked. */
export async function findAsked(
  tx: Tx,
  { onboardingId, userId }: Pick<Asked, "onboardingId" | "userId">,
): Promise<ReadyRequest["channel"] | null> {
  const [found] = await tx.$queryRaw<WhoAsked[]>`
    SELECT q.channel::text FROM (
      SELECT id, ended_at, row_number() OVER (ORDER BY number DESC) AS place, bool_or(ended_at IS NULL) OVER () AS goes_on
      FROM onboarding_run WHERE onboarding_id = ${onboardingId} AND error_code IS NULL) asked
    JOIN ready_request q ON q.run_id = asked.id AND q.user_id = ${userId} AND (asked.ended_at IS NULL OR q.created_at > asked.ended_at)
    WHERE place = 1 OR goes_on AND place = 2 ORDER BY place LIMIT 1`;
  return found?.channel ?? null;
}
