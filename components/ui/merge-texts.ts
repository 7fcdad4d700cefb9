/** Texts by area, and within an area by key. What the build has taken apart is a list. */
export type TextTree = { [key: string]: TextTree | string };

const isTree = (texts: TextTree | string | undefined): texts is TextTree =>
  typeof texts === "object" && !Array.isArray(texts);

/** Both, and where both have one the second's. */
export function mergeTexts(one: TextTree, other: TextTree): TextTree {
  const both = Object.entries(other).map(([key, text]): [string, TextTree | string] => {
    const known = one[key];
    return [key, isTree(known) && isTree(text) ? mergeTexts(known, text) : text];
  });
  return { ...one, ...Object.fromEntries(both) };
}
