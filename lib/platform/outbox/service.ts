import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { sendJob } from "../jobs/queue";
import { isTooLate, keyMissing, readContent } from "../notifications/attempt";
import { deliverJob } from "../notifications/outbox";
import { canRetry, closeFailed } from "../notifications/settle";
import { allOf, conditionsOf } from "./find";
import { countRetryable, getMessage } from "./queries";
import { mostRetried, type OutboxRetry } from "./schema";
import type { OutboxOne } from "./view";

type By = { actor: Pick<SessionUser, "id">; caller: { address: string; agent: string } };

// As if it had just been written: it has all its tries again. What it cost was settled when it failed. Only what has failed is touched, so of two at once one
// finds nothing left to do.
const again = Prisma.sql`state = 'pending', attempts = 0, error_code = NULL, next_attempt_at = app_now(), spent = NULL`;

const reasons: Record<string, string> = {
  replaced: "messageReplaced",
  over: "messageOver",
  too_late: "messageTooLate",
};

/** What is said of a message that cannot be sent again. */
async function whyNot(tx: Tx, id: string): Promise<AppError> {
  const message = await tx.outboxMessage.findUnique({ where: { id }, select: { state: true, errorCode: true } });
  if (!message) return new AppError("not_found");
  const reason = message.state === "failed" ? reasons[message.errorCode ?? ""] : undefined;
  return new AppError("illegal_transition", { message: reason ?? "messageNotRetryable" });
}

type Kept = { id: string; payload: string; ageSeconds: number };

/** Ends a failed message whose link or code is over by now: a delivery would do so too, but nobody would be told. */
const endIfTooLate = (id: string): Promise<void> =>
  transaction("system", async tx => {
    const [kept] = await tx.$queryRaw<Kept[]>`
      SELECT m.id, m.payload, extract(epoch FROM app_now() - m.created_at)::int AS "ageSeconds"
      FROM outbox_message m WHERE m.id = ${id} AND ${canRetry} FOR UPDATE`;
    const content = kept && readContent(kept);
    if (!content || content === keyMissing || !isTooLate(content, kept.ageSeconds)) return;
    await closeFailed(tx, Prisma.sql`m.id = ${id}`, "too_late");
  });

/**
 * Sends a failed message again. Throws `not_found`, and `illegal_transition` for one that waits, was sent, says what is over, or of which nobody knows any
 * more what it said.
 */
export async function retryMessage({ actor, caller }: By, id: string): Promise<OutboxOne> {
  await endIfTooLate(id);
  await transaction("system", async tx => {
    const [sent] = await tx.$queryRaw<{ tenant: string | null; kind: string | null }[]>`
      UPDATE outbox_message m SET ${again} WHERE m.id = ${id} AND ${canRetry} RETURNING m.tenant, m.kind`;
    if (!sent) throw await whyNot(tx, id);
    await sendJob(tx, deliverJob, { id }, { key: id, tenant: sent.tenant });
    await audit(tx, {
      action: "message.retried",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "message", id },
      detail: { kind: sent.kind },
      ...caller,
    });
  });
  return getMessage(id);
}

/**
 * Sends again all failed messages that a filter finds; the poll hands them to workers within seconds. Where they are more than was stated, or none, it throws
 * `version_conflict` with how many there are now (of more than may be at once, one more than that), and nothing is done.
 */
export async function retryMessages(
  { actor, caller }: By,
  { expectedCount, ...filter }: OutboxRetry,
): Promise<{ total: number }> {
  return transaction("system", async tx => {
    // Counted first: of a million nothing is written just to be taken back.
    if ((await countRetryable(tx, filter)) > mostRetried)
      throw new AppError("version_conflict", { message: "outboxTooMany", data: { total: mostRetried + 1 } });
    const total =
      await tx.$executeRaw`UPDATE outbox_message m SET ${again} WHERE ${allOf([...conditionsOf(filter), canRetry])}`;
    if (total === 0 || total > expectedCount)
      throw new AppError("version_conflict", { message: "bulkOtherCount", data: { total } });
    await audit(tx, {
      action: "message.all_retried",
      actor: { kind: "user", id: actor.id },
      // Whom it is for is somebody's number or address.
      detail: { total, filter: { ...filter, ...(filter.recipient ? { recipient: "•••" } : {}) } },
      ...caller,
    });
    return { total };
  });
}
