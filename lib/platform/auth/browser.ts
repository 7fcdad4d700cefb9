import { cookies } from "next/headers";
import { randomToken } from "../crypto";
import { deviceLimits } from "./limits";
import { cookieFlags, cookieName } from "./session-cookie";

const lifeSeconds = 30 * 24 * 3600;
const shape = /^[A-Za-z0-9_-]{32}$/;

async function readToken(name: string): Promise<string | null> {
  const token = (await cookies()).get(cookieName(name))?.value;
  return token && shape.test(token) ? token : null;
}

/** The token of this browser, or null when it never asked for a code. */
export const findBrowser = (): Promise<string | null> => readToken("browser");

/** The token that this browser got when somebody signed in here; null when nobody did. */
export const findDeviceToken = (): Promise<string | null> => readToken("device");

/** Gives this browser the cookie by which it is known from now on. For routes and actions. */
export async function writeDeviceToken(token: string): Promise<void> {
  (await cookies()).set(cookieName("device"), token, { ...cookieFlags(), maxAge: deviceLimits.lifeSeconds });
}

/** The token of this browser, given to it with this answer if it has none; challenges are bound to it. For routes and actions. */
export async function keepBrowser(): Promise<string> {
  const known = await findBrowser();
  if (known) return known;
  const token = randomToken(24);
  (await cookies()).set(cookieName("browser"), token, { ...cookieFlags(), maxAge: lifeSeconds });
  return token;
}
