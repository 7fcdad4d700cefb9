import { describe, expect, it } from "vitest";
import { addWords, filterSuggestions, splitTyped } from "./words";

const suggestions = ["Hatha yoga", "Yoga nidra", "Français"];

describe("words of one's own or of ours", () => {
  it("finds what begins with a text first, whatever its case and marks", () => {
    expect(filterSuggestions(suggestions, "YOGA")).toEqual(["Yoga nidra", "Hatha yoga"]);
    expect(filterSuggestions(suggestions, "franc")).toEqual(["Français"]);
    expect(filterSuggestions(suggestions, " ")).toEqual(suggestions);
  });

  it("takes each word once, spelled as we do where we know it, and no more than may be", () => {
    const taken = addWords(["Reiki"], ["reiki", "francais", " Własna ", "", "Français"], { suggestions, most: 3 });
    expect(taken).toEqual({ next: ["Reiki", "Français", "Własna"], added: ["Français", "Własna"], isFull: false });
    expect(addWords(taken.next, ["More"], { suggestions, most: 3 })).toMatchObject({ added: [], isFull: true });
  });

  it("ends a word at a comma, and keeps what is still being typed", () => {
    expect(splitTyped("Reiki, Yin; Ta")).toEqual({ words: ["Reiki", " Yin"], rest: "Ta" });
    expect(splitTyped("Tai ")).toEqual({ words: [], rest: "Tai " });
  });
});
