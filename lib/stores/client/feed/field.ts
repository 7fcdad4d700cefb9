/** What a field says, without blanks and quotation marks around it: the one reading that decides whether two ids are the same. */
export const cleanField = (raw: string): string =>
  raw
    .trim()
    .replace(/^"(.*)"$/s, "$1")
    .trim();
