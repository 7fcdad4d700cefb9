import { writeLanguageCookie } from "./cookie-jar";
import { callingSession } from "./current";
import { keepLanguage } from "./language";
import type { LanguageChoice } from "./schema";

/** Makes a language that of this browser, and of the account of whoever is signed in: of their pages, and of what we write to them. For actions. */
export async function chooseLanguage({ language }: LanguageChoice): Promise<LanguageChoice> {
  const session = await callingSession();
  if (session) await keepLanguage(session.id, language);
  await writeLanguageCookie(language, session === null);
  return { language };
}
