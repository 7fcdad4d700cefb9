import { cookies } from "next/headers";
import { randomToken } from "../crypto";
import { cookieFlags, cookieName } from "./session-cookie";

const lifeSeconds = 30 * 24 * 3600;
const shape = /^[A-Za-z0-9_-]{32}$/;

/** The token of this browser, or null when it never asked for a code. */
export async function findBrowser(): Promise<string | null> {
  const token = (await cookies()).get(cookieName("browser"))?.value;
  return token && shape.test(token) ? token : null;
}

/** The token of this browser, given to it with this answer if it has none; challenges are bound to it. For routes and actions. */
export async function keepBrowser(): Promise<string> {
  const known = await findBrowser();
  if (known) return known;
  const token = randomToken(24);
  (await cookies()).set(cookieName("browser"), token, { ...cookieFlags(), maxAge: lifeSeconds });
  return token;
}
