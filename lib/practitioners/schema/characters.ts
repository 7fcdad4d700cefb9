const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How long a text is for who reads it: an emoji of a family is one character, and so is a letter with its marks. */
export const countCharacters = (text: string): number => [...graphemes.segment(text)].length;
