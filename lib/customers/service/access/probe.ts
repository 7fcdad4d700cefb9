import { openSession } from "@/lib/platform/auth/session";
import { sessionCookie } from "@/lib/platform/auth/session-cookie";
import { type Tx, transaction } from "@/lib/platform/db";
import type { CustomerRole } from "../../schema/access";

// Long enough for all that one role is asked for; a worker that dies leaves a session behind that is worth nothing soon.
const sessionSeconds = 120;

/** An account that is nobody, signed in as a role: what its browser would send. */
export type Probe = { userId: number; cookie: string };

/** Removes what tests of this customer have left behind, and with the accounts their sessions. */
const sweep = (tx: Tx, customerId: number) => tx.$executeRaw`
  DELETE FROM "user" WHERE id IN (SELECT user_id FROM customer_user WHERE customer_id = ${customerId} AND is_probe)`;

/**
 * Makes an account that holds a role of a customer, and signs it in. It has neither number nor address, so nobody can sign in as it in any other way,
 * and it is not among the customer's people.
 */
export async function openProbe(customerId: number, role: CustomerRole): Promise<Probe> {
  const probe = await transaction("system", async tx => {
    await sweep(tx, customerId);
    const { id: userId } = await tx.user.create({ data: { name: `Access test (${role})` }, select: { id: true } });
    await tx.userRole.create({ data: { userId, role: "customer" } });
    await tx.$executeRaw`
      INSERT INTO customer_user (customer_id, user_id, role, notify_by, is_probe, joined_at)
      VALUES (${customerId}, ${userId}, ${role}, '{}', true, app_now())`;
    return { userId, ...(await openSession(tx, { userId, customerId, lifeSeconds: sessionSeconds })) };
  });
  const { name, value } = await sessionCookie(probe);
  return { userId: probe.userId, cookie: `${name}=${value}` };
}

/** Ends it: account and session are gone. */
export const closeProbe = ({ userId }: Probe): Promise<unknown> =>
  transaction("system", tx => tx.user.deleteMany({ where: { id: userId } }));
