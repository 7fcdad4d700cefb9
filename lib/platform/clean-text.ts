// What Postgres cannot store, and what is only the ghost of a character that was lost on the way.
const nul = "\u0000";
const replacement = "\ufffd";

/** True for text that can be stored as it is: no NUL, no U+FFFD, no half surrogate pair. */
export function isCleanText(text: string): boolean {
  return !text.includes(nul) && !text.includes(replacement) && text.isWellFormed();
}

/** The text without the characters that cannot be stored. */
export function cleanText(text: string): string {
  return isCleanText(text) ? text : text.toWellFormed().replaceAll(nul, "").replaceAll(replacement, "");
}
