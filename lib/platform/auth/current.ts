import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { isStaff } from "./policy";
import { findSession, type SessionUser } from "./session";
import { readSessionCookie, sessionCookieName } from "./session-cookie";

async function readSession(isCall: boolean): Promise<SessionUser | null> {
  const token = await readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  const session = token ? await findSession(token.sid, { isCall }) : null;
  return session && session.id === token?.userId ? session : null;
}

/** The session of this request, read from its row once; null when nobody is signed in. */
export const currentSession = cache(() => readSession(false));

/** The session of a route or server action, which spends one of its calls; throws `rate_limited` when the minute has none left. */
export const callingSession = () => readSession(true);

/** The signed-in person, or off to `/login` and back to `next` afterwards. For pages. */
export async function requireUser(next: string): Promise<SessionUser> {
  return (await currentSession()) ?? redirect(`/login?next=${encodeURIComponent(next)}`);
}

/** The signed-in admin or operator; for anybody else the page is not there. */
export async function requireStaff(next = "/admin"): Promise<SessionUser> {
  const session = await requireUser(next);
  return isStaff(session) ? session : notFound();
}
