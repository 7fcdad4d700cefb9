import { LRUCache } from "lru-cache";
import { decode, encode } from "next-auth/jwt";
import { env } from "../env";
import { sessionLimits } from "./limits";

const isSecure = () => env.appUrl.startsWith("https:");

/** Options of every cookie of ours: for this origin, not for scripts. */
export const cookieFlags = () => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

/** A cookie's full name: bound to the host by its prefix on https, bare on http. */
export const cookieName = (name: string): string => (isSecure() ? `__Host-gangway.${name}` : `gangway.${name}`);

/** Name of the cookie that keeps which language a browser's person has chosen. */
export const languageCookieName = (): string => cookieName("language");

/** Name of the session cookie, from APP_URL's scheme; the same for routes, next-auth and the proxy. */
export const sessionCookieName = (): string => cookieName("session");

/** The cookie that carries a session: encrypted, names the row, and is worth nothing once the row has ended. */
export async function sessionCookie(session: { userId: number; sid: string }) {
  const maxAge = sessionLimits.lifeSeconds;
  const token = { sub: String(session.userId), sid: session.sid };
  return {
    name: sessionCookieName(),
    value: await encode({ token, secret: env.authSecret, maxAge }),
    options: { ...cookieFlags(), maxAge },
  };
}

type Named = { sid: string; userId: number };

// Opening a cookie costs more than asking for its session. What it names is no secret to this process, and lets nobody in: the row does.
const opened = new LRUCache<string, Named>({ max: 5000 });

/** The row and the person that a cookie names; null for anything that we did not make, or that is over. */
export async function readSessionCookie(value: string | undefined): Promise<Named | null> {
  if (!value) return null;
  const known = opened.get(value);
  if (known) return known;
  try {
    const token = await decode({ token: value, secret: env.authSecret });
    if (typeof token?.sid !== "string" || !/^\d+$/.test(token.sub ?? "")) return null;
    const named = { sid: token.sid, userId: Number(token.sub) };
    opened.set(value, named, { ttl: Math.max(1, Number(token.exp) * 1000 - Date.now()) });
    return named;
  } catch {
    return null;
  }
}
