import { randomToken } from "@/lib/platform/crypto";
import { Prisma, statement, type Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { Otherwise } from "../../schema/invite";
import { befall } from "../befall";
import { otherwiseOfMember } from "./otherwise";

type Lapsed = { id: number; memberId: number; planId: string; otherwise: Otherwise; otherwiseAt: Date };

const atOnce = 200;

const selectLapsed = Prisma.sql`
  SELECT i.id, i.member_id AS "memberId", i.plan_subscription_id AS "planId", ${otherwiseOfMember}
  FROM member_invite i JOIN member m ON m.id = i.member_id JOIN plan_subscription p ON p.id = i.plan_subscription_id
  JOIN parent_subscription c ON c.id = p.parent_subscription_id JOIN employer e ON e.id = c.employer_id
  WHERE i.ended_at IS NULL AND i.take_up_until <= app_now() AND m.state IN ('invited', 'otp_verified') ORDER BY i.take_up_until LIMIT ${atOnce}`;

/** Somebody has sent a new link since, or another worker was faster. */
class NotOver extends Error {}

async function requireOver(tx: Tx, id: number) {
  const [over] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM member_invite WHERE id = ${id} AND ended_at IS NULL AND take_up_until <= app_now()`;
  if (!over) throw new NotOver();
  return {};
}

const setTimer = (tx: Tx, { memberId, planId, otherwiseAt }: Lapsed) => tx.$executeRaw`
  INSERT INTO activation_timer (member_id, plan_subscription_id, due_at, set_by, created_at)
  VALUES (${memberId}, ${planId}, ${otherwiseAt}, 'invite', app_now())`;

async function lapse(one: Lapsed): Promise<void> {
  const { id, memberId, planId, otherwise, otherwiseAt } = one;
  const isScheduled = otherwise === "scheduled";
  const via = { door: "auto", actor: { kind: "system" } } as const;
  const requestId = `lapse_${randomToken(9)}`;
  await befall(
    { memberId, planId, via, requestId, isChore: true, event: isScheduled ? "schedule" : "expire" },
    {
      circumstances: tx => requireOver(tx, id),
      inviteEnds: "expired",
      apply: async tx => {
        if (isScheduled) await setTimer(tx, one);
        const detail = { inviteId: id, ...(isScheduled ? { dueAt: otherwiseAt } : {}) };
        return { result: null, action: isScheduled ? "member.scheduled" : "member.invite_expired", detail };
      },
    },
  );
}

/**
 * Ends what was not taken up in time: the plan is scheduled where it may begin by itself and they did nothing, else the invite is over. Each in a transaction of its own, so
 * that a worker that dies leaves the rest to the next.
 */
export async function lapseInvites(): Promise<void> {
  for (const one of await statement<Lapsed>(selectLapsed))
    await lapse(one).catch((error: unknown) => {
      // Somebody acts on the member, or another worker does this: who is still to be seen to is found again.
      const isPassing = error instanceof NotOver || error instanceof AppError;
      if (!isPassing) log.warn({ err: error, memberId: one.memberId }, "an invite did not lapse");
    });
}
