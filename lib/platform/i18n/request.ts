import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { languageCookieName } from "../auth/session-cookie";
import { findLocale } from "./caller";
import { spokenLocale } from "./language";
import { localeTags } from "./locales";
import { messagesIn } from "./messages";

async function readLocale() {
  const [kept, sent] = await Promise.all([cookies(), headers()]);
  // Not from the headers: an action may just have changed it.
  return findLocale(kept.get(languageCookieName())?.value, sent.get("accept-language"));
}

/** next-intl without locale routing: the same address in the language of whoever asks. */
export default getRequestConfig(async () => {
  const locale = spokenLocale() ?? (await readLocale());
  return { locale: localeTags[locale], messages: await messagesIn(locale), timeZone: "Europe/Luxembourg" };
});
