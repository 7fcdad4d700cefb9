import { cookies } from "next/headers";
import { cookieFlags, readSessionCookie, sessionCookie, sessionCookieName } from "./session-cookie";

/** The id of the session that this browser's cookie names, alive or not; null without one. For routes and actions. */
export async function takeSessionCookie(): Promise<string | null> {
  return (await readSessionCookie((await cookies()).get(sessionCookieName())?.value))?.sid ?? null;
}

/** Gives this browser the cookie of a session. For routes and actions. */
export async function writeSessionCookie(session: { userId: number; sid: string }): Promise<void> {
  const { name, value, options } = await sessionCookie(session);
  (await cookies()).set(name, value, options);
}

/** Takes the session's cookie from this browser. For routes and actions. */
export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...cookieFlags(), maxAge: 0 });
}
