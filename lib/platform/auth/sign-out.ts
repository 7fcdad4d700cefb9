import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { revokeDevices } from "./device";
import type { Caller } from "./service";
import { type EndReason, endSession, endSessions } from "./session";

type From = Pick<Caller, "address" | "agent">;

/** Ends a session on the server; ending it twice is fine. */
export async function signOut(session: { sid: string; userId: number }, caller: From): Promise<void> {
  const actor = { kind: "user", id: session.userId } as const;
  await transaction("system", async tx => {
    if (!(await endSession(tx, session.sid, "signed_out"))) return;
    await audit(tx, { action: "auth.signed_out", actor, subject: actor, address: caller.address, agent: caller.agent });
  });
}

/** Ends every session of a person and forgets every browser that was known; returns how many of each. */
export async function endEverything(tx: Tx, userId: number, reason: EndReason) {
  const sessions = await endSessions(tx, userId, reason);
  return { sessions, devices: await revokeDevices(tx, userId) };
}

/** Signs a person out of every browser; from then on each of them is a stranger. Returns how many sessions ended. */
export async function signOutEverywhere(userId: number, caller: From): Promise<{ sessions: number }> {
  const actor = { kind: "user", id: userId } as const;
  return transaction("system", async tx => {
    const detail = await endEverything(tx, userId, "signed_out_everywhere");
    const { address, agent } = caller;
    await audit(tx, { action: "auth.signed_out_everywhere", actor, subject: actor, detail, address, agent });
    return { sessions: detail.sessions };
  });
}

/** Sets the store or customer that a session works in; throws `not_found` unless its person holds that role. What they are in a customer is looked at there. */
export async function workIn(
  session: { sid: string; userId: number },
  place: { role: string; storeId: number | null; customerId?: number | null },
  caller: From,
): Promise<void> {
  const { role, storeId, customerId = null } = place;
  const actor = { kind: "user", id: session.userId } as const;
  await transaction("system", async tx => {
    const moved = await tx.$executeRaw`
      UPDATE session s SET store_id = ${storeId}, customer_id = ${customerId} WHERE s.id = ${session.sid} AND s.user_id = ${session.userId} AND s.ended_at IS NULL
        AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = s.user_id AND r.role = ${role}::"RoleName" AND r.store_id IS NOT DISTINCT FROM ${storeId}::int)`;
    if (moved === 0) throw new AppError("not_found");
    const { address, agent } = caller;
    const detail = { role, storeId, ...(customerId === null ? {} : { customerId }) };
    await audit(tx, { action: "auth.role_chosen", actor, subject: actor, detail, address, agent });
  });
}
