import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import type { PendingSearch } from "../schema/direct";
import type { MemberState } from "../schema/transition";
import type { PendingView } from "../view/pending";

const perMinute = 300;

type Found = { state: MemberState; contract: string; dueAt: Date | null; expiresAt: Date | null };

// Somebody or the clock still has to do something; a draft is nothing yet.
const pendingStates: readonly MemberState[] = ["invited", "otp_verified", "scheduled"];

/** The column and its value as members have it. Throws `invalid_input` for what is no number or address. */
function reachedBy({ phoneNumber, emailId }: PendingSearch): Prisma.Sql {
  if (emailId !== undefined) {
    const email = parseEmail(emailId);
    if (email === null) throw invalidInput([{ field: "emailId", code: "invalid_email", message: "email" }]);
    return Prisma.sql`m.email = ${email}`;
  }
  const phone = parsePhone(phoneNumber ?? "");
  if (!phone) throw invalidInput([{ field: "phoneNumber", code: "invalid_phone", message: "phone" }]);
  return Prisma.sql`m.phone_number = ${phone.e164}`;
}

async function spendLook(tx: Tx, by: string): Promise<void> {
  const limit = Math.ceil(perMinute * env.rateLimitScale);
  const spent = await spend(tx, [{ key: `members:pending:${by}`, limit, windowSeconds: 60 }]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

/**
 * Whether somebody's activation is pending: of several contracts the one where it is, else where something happened last. Who is unknown gets an
 * answer of the same shape. `by` is who asks, 300 times a minute at most. Throws `invalid_input` and `rate_limited`.
 */
export async function checkPending(search: PendingSearch, by: string): Promise<PendingView> {
  const reached = reachedBy(search);
  return transaction("system", async tx => {
    await spendLook(tx, by);
    const [found] = await tx.$queryRaw<Found[]>`
      SELECT m.state::text AS state, m.parent_subscription_id AS contract, t.due_at AS "dueAt", i.take_up_until AS "expiresAt"
      FROM member m LEFT JOIN activation_timer t ON t.member_id = m.id LEFT JOIN member_invite i ON i.member_id = m.id AND i.ended_at IS NULL
      WHERE m.erased_at IS NULL AND ${reached}
      ORDER BY m.state::text = ANY(${[...pendingStates]}) DESC, m.primary_member_id IS NULL DESC, m.updated_at DESC, m.id DESC LIMIT 1`;
    return {
      pending: found !== undefined && pendingStates.includes(found.state),
      status: found?.state ?? null,
      parentSubscriptionId: found?.contract ?? null,
      expiresAt: found?.expiresAt?.toISOString() ?? null,
      autoActivationDate: found?.dueAt?.toISOString() ?? null,
    };
  });
}
