import { AsyncLocalStorage } from "node:async_hooks";
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from "next-intl";
import { type Locale, localeTags } from "./locales";
import { type Messages, messages, messagesIn } from "./messages";

type Spoken = { locale: Locale; messages: Messages; isNew?: boolean };
const english: Spoken = { locale: "en", messages };
const speaking = new AsyncLocalStorage<Spoken>();

/** The language of what is written just now: that of whoever calls, or of whoever is written to; undefined where nobody said. */
export const spokenLocale = (): Locale | undefined => speaking.getStore()?.locale;

/** The same; English where nobody said. */
export const currentLocale = (): Locale => spokenLocale() ?? english.locale;

/** Has whoever calls chosen it before they signed in? Then their account is still to hear of it. */
export const isNewlyChosen = (): boolean => speaking.getStore()?.isNew ?? false;

/** Writes in somebody's language; whoever has none is written to in that of whoever makes us write. */
export async function inLanguage<T>(locale: Locale | null, write: () => T | Promise<T>, isNew = false): Promise<T> {
  if (locale === null) return write();
  return speaking.run({ locale, messages: await messagesIn(locale), isNew }, write);
}

const make = <const Name extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(namespace: Name, spoken: Spoken) =>
  createTranslator({ locale: localeTags[spoken.locale], messages: spoken.messages, namespace });

/** The texts of an area in the language of what is written just now. */
export function translator<const Name extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(namespace: Name) {
  const made = new Map<Locale, ReturnType<typeof make<Name>>>();
  const here = () => {
    const spoken = speaking.getStore() ?? english;
    const known = made.get(spoken.locale) ?? make(namespace, spoken);
    made.set(spoken.locale, known);
    return known;
  };
  return new Proxy(make(namespace, english), {
    apply: (_, self, given) => Reflect.apply(here(), self, given),
    get: (_, name) => Reflect.get(here(), name),
  });
}

/** How an instant is written in the language of what is written just now. */
export const formatInstant = (at: Date, style: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(localeTags[currentLocale()], style).format(at);
