import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { findSession, type SessionUser } from "./session";
import { readSessionCookie, sessionCookieName } from "./session-cookie";

/** The session of this request, read from its row once; null when nobody is signed in. */
export const currentSession = cache(async (): Promise<SessionUser | null> => {
  const token = await readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  const session = token ? await findSession(token.sid) : null;
  return session && session.id === token?.userId ? session : null;
});

/** The signed-in person, or off to `/login` and back to `next` afterwards. For pages. */
export async function requireUser(next: string): Promise<SessionUser> {
  return (await currentSession()) ?? redirect(`/login?next=${encodeURIComponent(next)}`);
}

/** True for admins and operators. */
export const isStaff = (session: SessionUser): boolean =>
  session.roles.some(({ role }) => role === "admin" || role === "operator");

/** The signed-in admin or operator; for anybody else the page is not there. */
export async function requireStaff(next = "/admin"): Promise<SessionUser> {
  const session = await requireUser(next);
  return isStaff(session) ? session : notFound();
}
