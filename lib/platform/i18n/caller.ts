import { knownSession } from "../auth/current";
import { languageCookieName } from "../auth/session-cookie";
import { acceptedLocale } from "./accepted";
import { inLanguage } from "./language";
import { type Locale, readLanguage } from "./locales";

/** What a call's cookie of this name holds. */
function readCookie(sent: Headers, name: string): string | undefined {
  const cookies = (sent.get("cookie") ?? "").split(/;\s*/);
  return cookies.find(cookie => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * The language of whoever asks: of their account, else what this browser's cookie keeps, else what the browser would rather read, else English. Reads no
 * session that is not read anyway.
 */
export async function findLocale(kept: string | undefined, accepted: string | null): Promise<Locale> {
  return (await knownSession())?.locale ?? readLanguage(kept).locale ?? acceptedLocale(accepted);
}

/** Answers a call in the language of whoever calls; after its door, which knows them. */
export async function inCallersLanguage<T>(sent: Headers, answer: () => T | Promise<T>): Promise<T> {
  const kept = readCookie(sent, languageCookieName());
  const locale = await findLocale(kept, sent.get("accept-language"));
  return inLanguage(locale, answer, readLanguage(kept).isNew);
}
