import { type Source, toSource } from "../sources";

/** A house of planted files: a rule that never refuses anything proves nothing, so each is shown one that breaks it. */
export function house(texts: Record<string, string>): Source[] {
  const exists = (file: string) => file in texts;
  return Object.entries(texts).map(([file, text]) => toSource(file, text, exists));
}

/** Exactly one violation. */
export const one = { length: 1 };
