import { z } from "zod";
import { requiredText } from "./text";

const mostEntries = 20;
const mostTyped = 200;
const sameness = (text: string) => text.normalize("NFKC").toLocaleLowerCase("en");

const withoutDoubles = (entries: string[]): string[] => {
  const seen = new Map<string, string>();
  for (const entry of entries) if (!seen.has(sameness(entry))) seen.set(sameness(entry), entry);
  return [...seen.values()];
};

const entries = z
  .array(z.string(), { error: "required" })
  .max(mostTyped, "atMost20")
  .transform(given => given.filter(entry => entry.trim() !== ""))
  .pipe(z.array(requiredText("required", { most: 60 })))
  .transform(withoutDoubles)
  .refine(list => list.length <= mostEntries, "atMost20");

/** Words of one's own or of ours, each once (whatever its case), at most twenty, in the order given. */
export const wordList = entries.optional().transform(list => list ?? []);

/** The same with at least one word. */
export const filledWordList = (message: string) =>
  wordList.refine(list => list.length > 0, { error: message, params: { code: "required" } });
