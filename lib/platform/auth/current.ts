import { AsyncLocalStorage } from "node:async_hooks";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { pageHeader, searchHeader } from "../http/page-header";
import { noteLookedAt } from "./look";
import { isStaff } from "./policy";
import { safePath } from "./safe-path";
import { eyesOf, findSession, type SessionUser } from "./session";
import { readSessionCookie, sessionCookieName } from "./session-cookie";

async function readSession(isCall: boolean): Promise<SessionUser | null> {
  const token = await readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  const session = token ? await findSession(token.sid, { isCall }) : null;
  return session && session.id === token?.userId ? session : null;
}

/** A call of a route or an action, with its session as soon as it was read. */
type Held = { session?: Promise<SessionUser | null> };
const calls = new AsyncLocalStorage<Held>();

/** Answers a route or an action: its session is read once, and no page of a look is noted, whatever headers the caller sends. */
export const asCall = <T>(work: () => T): T => calls.run({}, work);

async function readOfPage(): Promise<SessionUser | null> {
  const session = await readSession(false);
  const page = session?.look && (await headers()).get(pageHeader);
  if (session?.look && page) await noteLookedAt(session.look.id, page);
  return session;
}

const sessionOfPage = cache(readOfPage);

/** The session of this request, read from its row once, as whoever signed in; null when nobody did. */
export async function ownSession(): Promise<SessionUser | null> {
  const held = calls.getStore();
  if (!held) return sessionOfPage();
  held.session ??= readSession(false);
  return held.session;
}

/**
 * The same as far as it is known without asking for it: of a call once its door has read it, of a page always, which reads it anyway. Null where it cannot
 * be read now, and where there is no request.
 */
export async function knownSession(): Promise<SessionUser | null> {
  const held = calls.getStore();
  const session = held ? held.session : sessionOfPage();
  return session?.catch(() => null) ?? null;
}

/** The same with whose eyes it sees: while an admin looks at somebody's pages, that person's. */
export const currentSession = cache(async () => {
  const session = await ownSession();
  return session && eyesOf(session);
});

/** The session of a route or server action, as whoever signed in, which spends one of its calls; throws `rate_limited` when the minute has none left. */
export async function callingSession(): Promise<SessionUser | null> {
  const session = readSession(true);
  const held = calls.getStore();
  if (held) held.session = session;
  return session;
}

/** Does this request only look with somebody else's eyes? Then nothing of theirs may be noted. False where there is no request. */
export async function isLooking(): Promise<boolean> {
  try {
    return (await ownSession())?.look !== undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes("outside a request scope")) return false;
    throw error;
  }
}

/** The way back to this page, with all that its address asks; `usual` where the proxy does not tell it. For pages. */
export async function addressOfPage(usual: string): Promise<string> {
  const told = await headers();
  const page = told.get(pageHeader);
  return page === null ? usual : safePath(page + (told.get(searchHeader) ?? ""), usual);
}

async function signIn(usual: string): Promise<never> {
  return redirect(`/login?next=${encodeURIComponent(await addressOfPage(usual))}`);
}

/** The signed-in person, or off to `/login` and back here afterwards, or to `next`. For pages. */
export async function requireUser(next: string): Promise<SessionUser> {
  return (await currentSession()) ?? signIn(next);
}

/** The signed-in admin or operator, as themselves; for anybody else the page is not there. */
export async function requireStaff(next = "/admin"): Promise<SessionUser> {
  const session = (await ownSession()) ?? (await signIn(next));
  return isStaff(session) ? session : notFound();
}
