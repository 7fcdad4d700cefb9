const numerals = /^(II|III|IV|VI{0,3}|IX)$/;
// Two letters without a vowel are somebody's initials, but for these.
const hasVowel = /[AEIOUYÀ-ÖØ-Ý]|^(ST|DR|MR|MS|JR|SR)$/;

/** A name as people write it: one in capitals gets its small letters back ("MARIE-ÈVE O'NEILL" → "Marie-Ève O'Neill"); any other stays as it is. */
export function tidyName(name: string): string {
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 2 || name !== name.toUpperCase()) return name;
  return name.replace(/[\p{L}\p{M}]+/gu, (word, at: number) => {
    const isAfterQuote = /['’]$/.test(name.slice(0, at));
    // "JP" and "III" are meant so; the s of a genitive is not.
    if (numerals.test(word) || (word.length === 2 && !hasVowel.test(word))) return word;
    if (isAfterQuote && word.length === 1) return word.toLowerCase();
    const small = word.charAt(0) + word.slice(1).toLowerCase();
    return small.replace(/^Mc(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
  });
}
