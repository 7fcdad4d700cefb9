/** Texts by area, and within an area by key. */
export type TextTree = { [key: string]: TextTree | string };

/** Both, and where both have one the second's. */
export function mergeTexts(one: TextTree, other: TextTree): TextTree {
  const both = Object.entries(other).map(([key, text]): [string, TextTree | string] => {
    const known = one[key];
    return [key, typeof known === "object" && typeof text === "object" ? mergeTexts(known, text) : text];
  });
  return { ...one, ...Object.fromEntries(both) };
}
