import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectFeed, readFeed } from "./feed";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feed-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(...rows: string[]) {
  const path = join(folder, "feed.csv");
  await writeFile(path, `${["id,title,price", ...rows].join("\n")}\n`);
  const found = { titles: [] as string[], ids: [] as string[], issues: [] as string[] };
  for await (const { products, errors, warnings } of readFeed(await inspectFeed(path))) {
    found.titles.push(...products.map(product => product.title));
    found.ids.push(...products.map(product => product.id));
    found.issues.push(...[...warnings, ...errors].map(({ line, code }) => `${line}:${code}`));
  }
  return found;
}

test.each([['A,one,1\n "A",two,2'], ['"""A""",one,1\nA,two,2'], ['" ""A"" ",one,1\n  A  ,two,2']])(
  "an id is the same id with quotes or blanks around it: %j",
  async rows => {
    expect(await read(rows)).toEqual({ ids: ["A"], titles: ["two"], issues: ["2:duplicate_id"] });
  },
);

test.each([
  ["A,two,2,surplus", "3:ragged_row"],
  ["A,two", "3:ragged_row"],
])("a ragged row never takes the place of a good one: %s", async (row, issue) => {
  expect(await read("A,one,1", row)).toMatchObject({ titles: ["one"], issues: [issue] });
});

test("no two products of a feed have one id, however it is written", async () => {
  const wrap = fc.constantFrom<(id: string) => string>(
    id => id,
    id => ` ${id} `,
    id => `"${id}"`,
    id => ` "${id}"`,
    id => `"""${id}"""`,
    id => `""" ${id} """`,
    id => `" ""${id}"""`,
  );
  const row = fc.tuple(wrap, fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "1,", "1,x", "free"));
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async rows => {
      const { ids } = await read(...rows.map(([wrapped, id, rest]) => `${wrapped(id)},t,${rest}`));
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
