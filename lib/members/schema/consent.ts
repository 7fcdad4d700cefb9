import { z } from "zod";
import { type Locale, locales } from "@/lib/platform/i18n/locales";

/** What a member agrees to before a plan begins; each with a text of its own (`invites.consents`). */
export const consentIds = ["terms", "personal_data"] as const;
export const ConsentId = z.enum(consentIds, "choose");
export type ConsentId = z.output<typeof ConsentId>;

/** The version of all the texts: whoever changes a word of one gives it a new name, and older pages are asked to read again. */
const consentWording = "2026-11";

/** The same in one of our languages: what is kept of a consent says which texts were read. */
export const wordingIn = (locale: Locale): string => (locale === "en" ? consentWording : `${consentWording}-${locale}`);

/** Does it name texts as they are now, in any language? */
export const isCurrentWording = (wording: string): boolean => locales.some(locale => wordingIn(locale) === wording);
