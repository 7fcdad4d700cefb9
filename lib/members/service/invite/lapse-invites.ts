import { randomToken } from "@/lib/platform/crypto";
import { Prisma, statement, type Tx } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import type { Otherwise } from "../../schema/invite";
import { befall } from "../befall";
import { beginsAt, beginsByItself } from "./send-link";

type Lapsed = { id: number; memberId: number; planId: string; otherwise: Otherwise; dueAt: Date };

const atOnce = 200;

// Who has proven to be the member, and went away, is seen to by somebody: their state says so, and only the link ends.
const endVerified = Prisma.sql`
  UPDATE member_invite i SET ended_at = app_now(), ended_because = 'expired' FROM member m
  WHERE m.id = i.member_id AND m.state = 'otp_verified' AND i.ended_at IS NULL AND i.take_up_until <= app_now() RETURNING i.id`;

const selectLapsed = Prisma.sql`
  SELECT i.id, i.member_id AS "memberId", i.plan_subscription_id AS "planId",
    CASE WHEN ${beginsByItself} THEN 'scheduled' ELSE 'expired' END AS otherwise, ${beginsAt(Prisma.sql`i.take_up_until`)} AS "dueAt"
  FROM member_invite i JOIN member m ON m.id = i.member_id JOIN plan_subscription p ON p.id = i.plan_subscription_id
  JOIN parent_subscription c ON c.id = p.parent_subscription_id
  WHERE i.ended_at IS NULL AND i.take_up_until <= app_now() AND m.state = 'invited' ORDER BY i.take_up_until LIMIT ${atOnce}`;

/** Somebody has sent a new link since, or another worker was faster. */
class NotOver extends Error {}

async function requireOver(tx: Tx, id: number) {
  const [over] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM member_invite WHERE id = ${id} AND ended_at IS NULL AND take_up_until <= app_now()`;
  if (!over) throw new NotOver();
  return {};
}

const setTimer = (tx: Tx, { memberId, planId, dueAt }: Lapsed) => tx.$executeRaw`
  INSERT INTO activation_timer (member_id, plan_subscription_id, due_at, set_by, created_at)
  VALUES (${memberId}, ${planId}, ${dueAt}, 'invite', app_now())`;

async function lapse(one: Lapsed): Promise<void> {
  const { id, memberId, planId, otherwise, dueAt } = one;
  const isScheduled = otherwise === "scheduled";
  const via = { door: "auto", actor: { kind: "system" } } as const;
  const requestId = `lapse_${randomToken(9)}`;
  await befall(
    { memberId, planId, via, requestId, event: isScheduled ? "schedule" : "expire" },
    {
      circumstances: tx => requireOver(tx, id),
      inviteEnds: "expired",
      apply: async tx => {
        if (isScheduled) await setTimer(tx, one);
        const detail = { inviteId: id, ...(isScheduled ? { dueAt } : {}) };
        return { result: null, action: isScheduled ? "member.scheduled" : "member.invite_expired", detail };
      },
    },
  );
}

/**
 * Ends what was not taken up in time: the plan is scheduled where it may begin by itself, else the invite is over. Each in a transaction of its own, so
 * that a worker that dies leaves the rest to the next.
 */
export async function lapseInvites(): Promise<void> {
  await statement(endVerified);
  for (const one of await statement<Lapsed>(selectLapsed))
    await lapse(one).catch((error: unknown) => {
      if (!(error instanceof NotOver)) log.warn({ err: error, memberId: one.memberId }, "an invite did not lapse");
    });
}
