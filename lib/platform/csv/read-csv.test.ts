import { expect, test } from "vitest";
import { parseCsv } from "./read-csv";

const limit = { mostRows: 3, tooMany: "csvMemberRows" };
const file = (...lines: string[]) => ["name;phone", ...lines].join("\n");

test("empty lines are no rows: however many there are, the file is read to its end, and each row has its own line", () => {
  const { rows } = parseCsv(file("", "A;1", ...Array(9).fill(""), " ; ", ";", "B;2", "", "C;3", ""), limit);
  expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [3, "A"],
    [15, "B"],
    [17, "C"],
  ]);
});

test("a row too many is refused, also behind empty lines", () => {
  const tooLong = file("A;1", "", ";", "", "", "", "B;2", "C;3", "", "D;4");
  expect(() => parseCsv(tooLong, limit)).toThrow(
    expect.objectContaining({ errors: [{ field: "file", code: "invalid", message: "csvMemberRows" }] }),
  );
});
