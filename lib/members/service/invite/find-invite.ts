import { sha256 } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { InviteEnd } from "../../schema/invite";
import type { MemberState } from "../../schema/transition";
import { illegalTransition } from "../refuse";
import { maskedReach, type Reach } from "./reach";

/** An invite with the member whom it asks, as both stand at this moment. */
export type Invite = Reach & {
  id: number;
  memberId: number;
  planId: string;
  state: MemberState;
  channels: string[];
  createdAt: Date;
  expiresAt: Date;
  takeUpUntil: Date;
  end: InviteEnd | null;
  isLinkOver: boolean;
  isTakeUpOver: boolean;
  /** Of what the member has now, that of the invite first. */
  subscriptionId: string | null;
  /** There is an open one that came later. */
  hasNewer: boolean;
  /** When the member is activated by itself. */
  dueAt: Date | null;
};

const shape = /^[A-Za-z0-9_-]{43}$/;

const selectInvite = (hash: string) => Prisma.sql`
  SELECT i.id, i.member_id AS "memberId", i.plan_subscription_id AS "planId", m.state::text AS state, i.channels, i.created_at AS "createdAt",
    i.expires_at AS "expiresAt", i.take_up_until AS "takeUpUntil", i.ended_because AS end, i.expires_at <= app_now() AS "isLinkOver",
    i.take_up_until <= app_now() AS "isTakeUpOver",
    EXISTS (SELECT FROM member_invite n WHERE n.member_id = i.member_id AND n.id > i.id AND n.ended_at IS NULL) AS "hasNewer", m.email, m.phone_number AS "phoneNumber", t.due_at AS "dueAt",
    (SELECT s.id FROM member_subscription s WHERE s.member_id = m.id AND s.ended_at IS NULL
     ORDER BY s.plan_subscription_id = i.plan_subscription_id DESC, s.started_at DESC LIMIT 1) AS "subscriptionId"
  FROM member_invite i JOIN member m ON m.id = i.member_id LEFT JOIN activation_timer t ON t.member_id = m.id
  WHERE i.token_hash = ${hash} AND m.erased_at IS NULL`;

/** The invite of a link, open or not; null for what is no link of ours, and for who was erased. Reads only. */
export async function findInvite(tx: Tx, token: string): Promise<Invite | null> {
  if (!shape.test(token)) return null;
  const [found] = await tx.$queryRaw<Invite[]>(selectInvite(sha256(token)));
  return found ?? null;
}

/** Can a new link be asked for: this one is over, and the time to take the invite up is not? */
export const isRenewable = ({ end, state, isLinkOver, isTakeUpOver }: Invite): boolean =>
  end === null && state === "invited" && isLinkOver && !isTakeUpOver;

const waitingOf = ({ dueAt }: Invite) => (dueAt === null ? {} : { scheduledDate: dueAt.toISOString() });

const gone = (reason: "expired" | "replaced" | "revoked", invite: Invite): AppError => {
  const message = { expired: "inviteExpired", replaced: "inviteReplaced", revoked: "inviteRevoked" }[reason];
  const more =
    reason === "replaced" ? { to: maskedReach(invite) } : { isRenewable: isRenewable(invite), ...waitingOf(invite) };
  return new AppError("invite_expired", { message, data: { reason, ...more } });
};

/** Why nothing can be done through this link any more, or null where it is open. Who was verified is let in until the invite's own end. */
export function closedBecause(invite: Invite): AppError | null {
  const { end, state, isLinkOver, isTakeUpOver, subscriptionId, hasNewer } = invite;
  if (end !== null && hasNewer) return gone("replaced", invite);
  if (end === "accepted" || end === "superseded") {
    const begun = subscriptionId === null ? {} : { subscriptionId };
    return new AppError("already_active", { message: "inviteTakenUp", data: { ...begun, ...waitingOf(invite) } });
  }
  if (end !== null) return gone(end, invite);
  if (state === "otp_verified") return isTakeUpOver ? gone("expired", invite) : null;
  if (state !== "invited") return illegalTransition(state, "invite");
  return isLinkOver ? gone("expired", invite) : null;
}

/** The open invite of a link. Throws `not_found`, `invite_expired` with the reason, `already_active`, `illegal_transition`. */
export async function requireInvite(tx: Tx, token: string): Promise<Invite> {
  const invite = await findInvite(tx, token);
  if (!invite) throw new AppError("not_found");
  const closed = closedBecause(invite);
  if (closed) throw closed;
  return invite;
}

/** The same, held with its member until the end of the transaction; always the member first, as everybody does. */
export async function holdInvite(tx: Tx, token: string): Promise<Invite> {
  const { memberId } = await requireInvite(tx, token);
  await tx.$queryRaw`SELECT FROM member WHERE id = ${memberId} FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT FROM member_invite WHERE member_id = ${memberId} AND ended_at IS NULL FOR NO KEY UPDATE`;
  return requireInvite(tx, token);
}
