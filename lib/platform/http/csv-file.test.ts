import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { toCsv } from "./csv-file";

const write = (...lines: string[][]) => text(toCsv(lines));
const read = (csv: string): string[][] => parse(csv, { bom: true, relax_column_count: true });

describe("bar 86: a CSV of ours", () => {
  test.each([
    ["equals", "=1+1"],
    ["plus", "+352621123456"],
    ["minus", "-2+3"],
    ["at", "@SUM(A1)"],
    ["tab", "\t=1"],
    ["return", "\r=1"],
    ["line feed", "\n=1"],
    ["NUL", "\0=1"],
    ["full-width equals", "\uff1d1"],
    ["full-width plus", "\uff0b1"],
    ["full-width minus", "\uff0d1"],
    ["full-width at", "\uff20A1"],
    ["with a separator", '=HYPERLINK("http://x","y"),1'],
    ["with a line end", '=1\n"=2"'],
  ])("gives a cell that begins with %s a leading quote, and nothing else changes", async (_, cell) => {
    expect(read(await write(["a", cell, "z"]))).toEqual([["a", `'${cell}`, "z"]]);
  });

  test.each([
    "12.30",
    "a=1",
    "'quoted'",
    " =1",
    "two\nlines",
    "two\rlines",
    'a "b" c',
    "Crème brûlée, 5 €",
    "",
    "Ａ",
    "a\0b",
    ";",
    "日本",
  ])("leaves %j as it is", async cell => {
    expect(read(await write([cell, "z"]))).toEqual([[cell, "z"]]);
  });

  test("is UTF-8 with a mark, its lines may be of any length, and it is written while it is read", async () => {
    let given = 0;
    async function* lines() {
      for (; given < 100_000; given += 1) yield [String(given), "é"];
    }
    const csv = toCsv(lines());
    const first = (await csv[Symbol.asyncIterator]().next()).value as Buffer;
    expect([...first.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(given, "what nobody reads is not made").toBeLessThan(50_000);
    csv.destroy();
    expect(read(await write(["a"], ["b", "c", "d"]))).toEqual([["a"], ["b", "c", "d"]]);
  });

  test("ends its source when nobody reads on", async () => {
    let isOver = false;
    async function* lines() {
      try {
        for (let at = 0; ; at += 1) yield [String(at)];
      } finally {
        isOver = true;
      }
    }
    const csv = toCsv(lines());
    await csv[Symbol.asyncIterator]().next();
    csv.destroy();
    await expect.poll(() => isOver).toBe(true);
  });
});
