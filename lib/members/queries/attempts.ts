import { isAdmin } from "@/lib/platform/auth/policy";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { maskName } from "@/lib/platform/mask";
import { type AttemptPage, type AttemptView, readDecision } from "../view/attempt";
import type { Viewer } from "./members";

const pageSize = 20;

type Row = Omit<AttemptView, "at" | "actor" | "plan" | "rules" | "replaced"> & {
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  planId: string | null;
  planName: string | null;
  decision: unknown;
};

// Of staff the name is read, by which colleagues know each other; of a partner that of its account.
const readAttempts = (tx: Tx, memberId: number, before: Prisma.Sql) =>
  tx.$queryRaw<Row[]>`
    SELECT l.id, l.at, l.door, l.event, l.actor_kind AS "actorKind", l.actor_id AS "actorId", l.from_state AS "fromState",
      l.to_state AS "toState", l.code, l.plan_subscription_id AS "planId", p.name AS "planName", l.subscription_id AS "subscriptionId",
      l.decision, l.took_ms AS "tookMs", l.request_id AS "requestId",
      CASE l.actor_kind
        WHEN 'user' THEN (SELECT u.name FROM "user" u WHERE u.id = CASE WHEN l.actor_id ~ '^[0-9]{1,9}$' THEN l.actor_id::int END)
        WHEN 'partner' THEN (SELECT a.name FROM partner_account a WHERE a.id = l.actor_id)
      END AS "actorName"
    FROM activation_log l LEFT JOIN plan_subscription p ON p.id = l.plan_subscription_id
    WHERE l.member_id = ${memberId} AND ${before} ORDER BY l.id DESC LIMIT ${pageSize + 1}::int`;

function toAttemptView({ decision, actorKind, actorId, actorName, planId, planName, ...row }: Row, viewer: Viewer) {
  const { at, fromState, toState, ...rest } = row;
  const name = actorKind === "user" && actorName !== null && !isAdmin(viewer) ? maskName(actorName) : actorName;
  return {
    ...rest,
    ...readDecision(decision),
    ...{ at: at.toISOString(), fromState, toState },
    actor: { kind: actorKind, id: actorId, name },
    plan: planId === null ? null : { id: planId, name: planName },
  };
}

/** What was tried with a member, newest first; `cursor` is the last row seen. Throws `not_found` where there is no such member. */
export async function listAttempts(viewer: Viewer, memberId: number, cursor?: string): Promise<AttemptPage> {
  const before = cursor === undefined ? Prisma.sql`true` : Prisma.sql`l.id < ${Number(cursor)}`;
  const rows = await transaction("system", async tx => {
    const found = await readAttempts(tx, memberId, before);
    if (found.length > 0 || (await tx.member.count({ where: { id: memberId } })) > 0) return found;
    throw new AppError("not_found");
  });
  const items = rows.slice(0, pageSize).map(row => toAttemptView(row, viewer));
  return { items, nextCursor: rows.length > pageSize ? String(items.at(-1)?.id) : null };
}
