import { inLanguage } from "@/lib/platform/i18n/language";
import { toLocale } from "@/lib/platform/i18n/locales";

/** Writes to a member in the language that their employer has asked for, else in English: they have no account, and whoever makes us write is somebody else. */
export const inEmployersLanguage = <T>(language: string | null, write: () => T | Promise<T>): Promise<T> =>
  inLanguage(toLocale(language) ?? "en", write);
