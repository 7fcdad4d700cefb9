import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { listMutants, misfits } from "@/scripts/mutant-patches.mjs";
import { root } from "./sources";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const mutants = listMutants();
// Section 4 of the design: fail one of them, and nothing may be shipped.
const bars = [2, 3, 22, 23, 24, 26, 42, 46, 54, 60, 61, 68, 77, 78, 96];

describe("mutants: what takes the protection of a bar out", () => {
  it("there is one for each of the most damaging bars", () =>
    expect(mutants.map(({ number }) => number)).toEqual(bars));

  it("each applies to the sources as they are", () =>
    expect(mutants.flatMap(mutant => misfits(mutant, read))).toEqual([]));

  it("each names its bar, and a test that is there", () => {
    for (const { name, bar, test, named } of mutants) {
      expect(bar, name).toMatch(/^.{20}/);
      expect(test, name).toMatch(/\.(test|spec)\.ts$/);
      expect(named.length, name).toBeGreaterThan(5);
      expect(read(test), `${name}: ${test}`).toContain(named);
    }
  });

  it("one that takes out what is not there, or stands there twice, would be found", () => {
    const change = { file: "x", before: "a\n", after: "" };
    const mutant = { ...mutants[0], name: "x", changes: [change] } as (typeof mutants)[number];
    expect(misfits(mutant, () => "b\n")).toHaveLength(1);
    expect(misfits(mutant, () => "a\na\n")).toHaveLength(1);
    expect(misfits(mutant, () => "b\na\n")).toEqual([]);
    expect(misfits({ ...mutant, changes: [] }, () => "a\n")).toHaveLength(1);
  });
});
