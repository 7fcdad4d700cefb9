import { cookies } from "next/headers";
import type { Locale } from "../i18n/locales";
import { cookieFlags, languageCookieName, readSessionCookie, sessionCookie, sessionCookieName } from "./session-cookie";

/** The id of the session that this browser's cookie names, alive or not; null without one. For routes and actions. */
export async function takeSessionCookie(): Promise<string | null> {
  return (await readSessionCookie((await cookies()).get(sessionCookieName())?.value))?.sid ?? null;
}

/** Gives this browser the cookie of a session, and that of its person's language. For routes and actions. */
export async function writeSessionCookie(session: { userId: number; sid: string; locale: Locale }): Promise<void> {
  const { name, value, options } = await sessionCookie(session);
  (await cookies()).set(name, value, options);
  await writeLanguageCookie(session.locale);
}

/** Takes the session's cookie from this browser. For routes and actions. */
export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...cookieFlags(), maxAge: 0 });
}

const languageLifeSeconds = 365 * 24 * 3600;
const newLanguageSeconds = 3600;

/** Keeps in this browser which language its person has chosen; `isNew` where no account knows of it yet. For routes and actions. */
export async function writeLanguageCookie(locale: Locale, isNew = false): Promise<void> {
  const value = isNew ? `${locale}.${Math.floor(Date.now() / 1000) + newLanguageSeconds}` : locale;
  (await cookies()).set(languageCookieName(), value, { ...cookieFlags(), maxAge: languageLifeSeconds });
}
