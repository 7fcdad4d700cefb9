import { translator } from "./language";
import { messages } from "./messages";

type Said = Exclude<keyof typeof messages.said, "place">;
type Translate = ReturnType<typeof translator<"said">>;

const longestKey = 70;

/** Under which key of `said` a sentence of ours is. */
export const keyOfSaid = (sentence: string): string =>
  sentence
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, longestKey);

const isSaid = (key: string): key is Said => key !== "place" && Object.hasOwn(messages.said, key);

// A key is the beginning of a sentence: what goes on after it is another one.
const sayKnown = (t: Translate, sentence: string): string | null => {
  const key = keyOfSaid(sentence);
  return isSaid(key) && messages.said[key] === sentence ? t(key) : null;
};

// "French feed: The file is empty. (line 3, column 2)": whose, what, and where.
const ofFeed = /^([A-Z]\w+ feed): (.+?)(?: \((?:line (\d+))?(?:, )?(?:column (\d+))?\))?$/;

function sayOfFeed(t: Translate, sentence: string): string | null {
  const [, feed, fault, line, column] = ofFeed.exec(sentence) ?? [];
  const told = [feed, fault].map(part => part && sayKnown(t, part));
  if (!told[0] || !told[1]) return null;
  const place = [line && t("place.line", { line }), column && t("place.column", { column })].filter(Boolean).join(", ");
  return `${told.join(": ")}${place ? ` (${place})` : ""}`;
}

/** A sentence that is kept in English, by the texts of a language; one that is none of ours stays as it is. */
export const sayIn = (t: Translate, sentence: string): string =>
  sayKnown(t, sentence) ?? sayOfFeed(t, sentence) ?? sentence;

const spoken = translator("said");

/** The same in the language of what is written just now. */
export const saySaid = (sentence: string): string => sayIn(spoken, sentence);
