import Negotiator from "negotiator";
import { type Locale, locales, toLocale } from "./locales";

const longest = 1000;

/** The best of our languages for an `Accept-Language` header; English where it asks for none of them. */
export function acceptedLocale(header: string | null): Locale {
  if (!header || header.length > longest) return locales[0];
  const [best] = new Negotiator({ headers: { "accept-language": header } }).languages(locales);
  return toLocale(best) ?? locales[0];
}
