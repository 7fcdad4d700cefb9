import { sha256 } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { CustomerRole } from "../../schema/access";

/** How an invite stands: it lets in, or why it does not. */
export type JoinState = "open" | "accepted" | "replaced" | "revoked" | "expired";

/** The invite of a link. */
export type JoinInvite = {
  id: number;
  customerId: number;
  customer: string;
  email: string;
  role: CustomerRole;
  state: JoinState;
  expiresAt: Date;
};

const shape = /^[A-Za-z0-9_-]{43}$/;

/** The invite of a link, open or not, held where something shall be done with it; null for what is no link of ours. */
export async function findJoin(tx: Tx, token: string, isHeld = false): Promise<JoinInvite | null> {
  if (!shape.test(token)) return null;
  const [found] = await tx.$queryRaw<JoinInvite[]>`
    SELECT i.id, i.customer_id AS "customerId", c.name AS customer, i.email, i.role, i.expires_at AS "expiresAt",
      CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted'
        WHEN i.revoked_at IS NOT NULL AND EXISTS (
          SELECT FROM customer_invite n WHERE n.customer_id = i.customer_id AND n.email = i.email AND n.id > i.id AND n.revoked_at IS NULL) THEN 'replaced'
        WHEN i.revoked_at IS NOT NULL THEN 'revoked'
        WHEN i.expires_at <= app_now() THEN 'expired' ELSE 'open' END AS state
    FROM customer_invite i JOIN customer c ON c.id = i.customer_id
    WHERE i.token_hash = ${sha256(token)} ${isHeld ? Prisma.sql`FOR NO KEY UPDATE OF i` : Prisma.empty}`;
  return found ?? null;
}

const messages = {
  replaced: "joinReplaced",
  revoked: "joinRevoked",
  expired: "joinExpired",
} as const;

/** The same where it lets in. Throws `not_found`, `already_completed` for one that was accepted, and `invite_expired` with the reason. */
export async function requireJoin(tx: Tx, token: string, isHeld = false): Promise<JoinInvite> {
  const invite = await findJoin(tx, token, isHeld);
  if (!invite) throw new AppError("not_found");
  const { state } = invite;
  if (state === "accepted") throw new AppError("already_completed", { message: "joinAccepted" });
  if (state === "open") return invite;
  throw new AppError("invite_expired", { message: messages[state], data: { reason: state } });
}
