import { expect, test } from "vitest";
import { mergeTexts, type TextTree } from "./merge-texts";

test("texts that are given twice stay whole, also those that the build has taken apart", () => {
  // As the build writes "{value} %".
  const percent = [["value", 4], " %"] as unknown as string;
  const outer: TextTree = { shop: { percent, save: "Save" }, desk: { title: "Desk" } };
  expect(mergeTexts(outer, { shop: { percent, open: "Open" } })).toEqual({
    shop: { percent: [["value", 4], " %"], save: "Save", open: "Open" },
    desk: { title: "Desk" },
  });
});
