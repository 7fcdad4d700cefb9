import { useLocale } from "next-intl";

/** Writes a label as it stands in the middle of a sentence: in small letters, but in German, whose nouns keep their capitals. */
export function useInSentence(): (label: string) => string {
  const locale = useLocale();
  return label => (locale === "de" ? label : label.toLocaleLowerCase(locale));
}
