import { openSession } from "../auth/session";
import { sessionCookie } from "../auth/session-cookie";
import { decrypt } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import { contentContext } from "../notifications/outbox";

/** An answer of our API: its status, its data, and its headers. */
export type Answer = { status: number; data: Record<string, never> | null; text: string; headers: Headers };

/** Calls the API that `serveCustomerApi` serves, as a browser with this cookie does from a page of ours. */
export async function callOwnApi(cookie: string, method: string, path: string, body?: object): Promise<Answer> {
  const headers = { cookie, origin: env.appUrl, "content-type": "application/json" };
  const sent = body ? { body: JSON.stringify(body) } : {};
  const answer = await fetch(`${env.appUrl}/api/v1/customer${path}`, { method, headers, ...sent });
  const text = await answer.text();
  const isJson = text.startsWith('{"success"');
  return { status: answer.status, data: isJson ? JSON.parse(text).data : null, text, headers: answer.headers };
}

/** Somebody of a customer, signed in there. */
export type CustomerPerson = {
  userId: number;
  memberId: number;
  sid: string;
  email: string;
  call: (method: string, path: string, body?: object) => Promise<Answer>;
};

let serial = 0;

/** Makes somebody with a role in a customer, signed in; `known` is somebody who works in another already. */
export async function newCustomerPerson(
  customerId: number,
  role: "manager" | "viewer",
  known?: Pick<CustomerPerson, "userId" | "email">,
): Promise<CustomerPerson> {
  const email = known?.email ?? `${role}${++serial}-${customerId}@example.com`;
  const made = await transaction("system", async tx => {
    const userId = known?.userId ?? (await tx.user.create({ data: { email, emailConfirmed: true } })).id;
    await tx.$executeRaw`INSERT INTO user_roles (user_id, role) VALUES (${userId}, 'customer') ON CONFLICT DO NOTHING`;
    const { id } = await tx.customerUser.create({ data: { customerId, userId, role, joinedAt: new Date() } });
    return { userId, memberId: id, ...(await openSession(tx, { userId, customerId })) };
  });
  const { name, value } = await sessionCookie(made);
  const cookie = `${name}=${value}`;
  return { ...made, email, call: (method, path, body) => callOwnApi(cookie, method, path, body) };
}

/** What was written to somebody, newest first: codes and links as they stand in the mails. */
export async function listMails(recipient: string): Promise<{ code?: string; link?: string; text: string }[]> {
  const where = { recipient, payload: { not: null } };
  const rows = await transaction("system", tx =>
    tx.outboxMessage.findMany({ where, orderBy: { createdAt: "desc" }, select: { id: true, payload: true } }),
  );
  return rows.map(({ id, payload }) => JSON.parse(decrypt(String(payload), contentContext(id))));
}
