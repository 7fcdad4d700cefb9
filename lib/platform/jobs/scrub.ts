const longest = 300;

// What could be somebody's: addresses, numbers, tokens, what an address of the web carries in it, what was typed in quotes.
const masks: [RegExp, string][] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, "$1•••@"],
  [/([?#])[^\s"'`]+/g, "$1•••"],
  [/[^\s@"'<>]+@[^\s@"'<>]+/g, "•••@•••"],
  [/\+?\d[\d ().-]{5,}\d/g, "•••"],
  [/\b(?=[\w-]*\d)[\w-]{16,}/g, "•••"],
];

/** The words of a failure as they may be kept and shown: one short line without anything that could be a person's or a secret. */
export function scrubText(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return masks.reduce((words, [pattern, mask]) => words.replace(pattern, mask), line).slice(0, longest);
}

/** A failure as the queue may keep it: scrubbed words, no stack. */
export function scrubbed(error: unknown): Error {
  const scrubbedError = new Error(scrubText(error instanceof Error ? error.message : "failed") || "failed");
  scrubbedError.name = error instanceof Error ? error.name : "Error";
  delete scrubbedError.stack;
  return scrubbedError;
}
