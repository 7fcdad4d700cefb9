/** Letters without their marks and in one case, as people type them who look for something. */
const fold = (text: string) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();

/** Do two texts say the same, whatever their case and marks? */
export const saysTheSame = (one: string, other: string): boolean => fold(one) === fold(other);

/** The suggestions in which a text occurs, those that begin with it first; all of them for no text. */
export function filterSuggestions(suggestions: readonly string[], text: string): string[] {
  const sought = fold(text);
  const found = suggestions.filter(suggestion => fold(suggestion).includes(sought));
  const begins = (suggestion: string) => (fold(suggestion).startsWith(sought) ? 0 : 1);
  return found.toSorted((one, other) => begins(one) - begins(other));
}

/** What is typed, as the words that are ended by a comma, a semicolon or the end of a line, and the one that is not. */
export function splitTyped(text: string): { words: string[]; rest: string } {
  const parts = text.split(/[,;\n]/);
  const rest = parts.pop() ?? "";
  return { words: parts, rest: parts.length > 0 ? rest.trimStart() : rest };
}

/** Words with others added, each once, as the suggestions spell them, and which of them are new; no more than `most`. */
export function addWords(
  value: readonly string[],
  given: readonly string[],
  { suggestions, most }: { suggestions: readonly string[]; most: number },
): { next: string[]; added: string[]; isFull: boolean } {
  const next = [...value];
  let isFull = false;
  for (const one of given) {
    const word = suggestions.find(suggestion => saysTheSame(suggestion, one)) ?? one.trim();
    if (word === "" || next.some(known => saysTheSame(known, word))) continue;
    if (next.length < most) next.push(word);
    else isFull = true;
  }
  return { next, added: next.slice(value.length), isFull };
}
