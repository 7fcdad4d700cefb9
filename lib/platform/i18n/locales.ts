/** The languages that the product speaks; the first one where nobody says otherwise. */
export const locales = ["en", "fr", "de"] as const;
export type Locale = (typeof locales)[number];

/** Each language as those who speak it call it. */
export const localeNames: Record<Locale, string> = { en: "English", fr: "Français", de: "Deutsch" };

/**
 * By which rules dates, numbers and money are written. British English: the day comes before the month, as in Luxembourg. French of France: that of
 * Luxembourg groups digits with points, which the texts do not.
 */
export const localeTags: Record<Locale, string> = { en: "en-GB", fr: "fr", de: "de" };

/** One of our languages; null for anything else. */
export const toLocale = (value: unknown): Locale | null => locales.find(locale => locale === value) ?? null;

/**
 * What the cookie of the language holds: `de`, or `de.1795342676` where somebody has chosen it without being signed in: until that second their account, if
 * they sign in, is still to hear of it. Later it may be anybody who signs in there.
 */
export function readLanguage(cookie: string | undefined): { locale: Locale | null; isNew: boolean } {
  const [code, until] = (cookie ?? "").split(".");
  const locale = toLocale(code);
  return { locale, isNew: locale !== null && Date.now() < Number(until) * 1000 };
}
