import type { AuditFact } from "@/lib/platform/audit";
import { Prisma } from "@/lib/platform/db";
import type { Decision, Door } from "../schema/activation";
import type { MemberEvent, MemberState } from "../schema/transition";

/** One try at a door, as the activation log keeps it. */
export type Try = {
  /** Of nobody, and of somebody who is not there, the row has no member. */
  memberId: number | null;
  door: Door;
  actor: AuditFact["actor"];
  event: MemberEvent;
  from: MemberState | null;
  /** Where it went; null where it was refused. */
  to: MemberState | null;
  /** Why it was refused. */
  code: string | null;
  planId: string | null;
  subscriptionId: string | null;
  decision: Partial<Decision> & Record<string, unknown>;
  startedMs: number;
  requestId: string;
};

/** The statement that adds a try to the log; `startedMs` is a reading of `performance.now()`. */
export function logTry(one: Try): Prisma.Sql {
  const { kind, id = null } = one.actor;
  const tookMs = Math.max(0, Math.round(performance.now() - one.startedMs));
  return Prisma.sql`
    INSERT INTO activation_log (member_id, door, actor_kind, actor_id, event, from_state, to_state, code, plan_subscription_id,
      subscription_id, decision, took_ms, request_id, at)
    VALUES ((SELECT id FROM member WHERE id = ${one.memberId}), ${one.door}, ${kind}, ${id === null ? null : String(id)}, ${one.event}, ${one.from}, ${one.to}, ${one.code},
      ${one.planId}, ${one.subscriptionId}, ${JSON.stringify(one.decision)}::jsonb, ${tookMs}, ${one.requestId}, app_now())`;
}
