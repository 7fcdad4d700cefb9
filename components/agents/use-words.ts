import { useTranslations } from "next-intl";

/** A word of reZEN's lists spelled as a word: "APPROVED_FOR_CLOSING" is "Approved for closing". */
export function spellOut(word: string): string {
  const plain = word.replaceAll("_", " ").toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Words of reZEN's own lists as people read them: "CAPPING_AWARD" → "Capping award"; one that has a text of its own is told by that. */
export function useWords(): (word: string | null) => string | null {
  const t = useTranslations("agents.words");
  return word => {
    if (word === null) return null;
    if (/^[A-Z_]+$/.test(word) && t.has(word)) return t(word);
    return spellOut(word);
  };
}
