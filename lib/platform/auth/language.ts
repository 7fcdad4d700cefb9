import { type Tx, transaction } from "../db";
import { currentLocale, inLanguage, isNewlyChosen } from "../i18n/language";
import { type Locale, toLocale } from "../i18n/locales";

/** Keeps with somebody's account which language they have chosen: their pages, and what we write to them. */
export const keepLanguage = (userId: number, locale: Locale): Promise<unknown> =>
  transaction("system", tx => tx.$executeRaw`UPDATE "user" SET locale = ${locale} WHERE id = ${userId}`);

/** Keeps with an account the language in which its person signs in, where it has none yet or they have just chosen it; returns which it has. */
export async function keepSeenLanguage(tx: Tx, userId: number): Promise<Locale> {
  const seen = currentLocale();
  const [kept] = await tx.$queryRaw<{ locale: string }[]>`
    WITH kept AS (UPDATE "user" SET locale = ${seen} WHERE id = ${userId} AND (locale IS NULL OR ${isNewlyChosen()}) RETURNING locale)
    SELECT locale FROM kept UNION ALL SELECT locale FROM "user" WHERE id = ${userId} AND NOT EXISTS (SELECT FROM kept)`;
  return toLocale(kept?.locale) ?? seen;
}

/** Writes to whoever has this account in their language, in any transaction; see `inLanguage`. */
export async function inLanguageOf<T>(tx: Tx, userId: number | null, write: () => T | Promise<T>): Promise<T> {
  const [of] = await tx.$queryRaw<{ locale: string | null }[]>`SELECT language_of_user(${userId}::int) AS locale`;
  return inLanguage(toLocale(of?.locale), write);
}

/** The same of whoever has confirmed that an address is theirs. */
export async function inLanguageOfAddress<T>(tx: Tx, email: string, write: () => T | Promise<T>): Promise<T> {
  const [of] = await tx.$queryRaw<{ locale: string | null }[]>`SELECT language_of_address(${email}) AS locale`;
  return inLanguage(toLocale(of?.locale), write);
}
