/** What a field says, without blanks and quotation marks around it: the one reading that decides whether two ids are the same. */
export function cleanField(raw: string): string {
  const text = raw.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).trim() : text;
}
