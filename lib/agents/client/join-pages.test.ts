import { expect, test } from "vitest";
import type { Page } from "./entities";
import { joinSmall } from "./join-pages";

const page = (items: string[], total: number): Page<string> => ({
  ...{ items, unreadable: [], drift: [], total, ofPart: { part: 0, total }, next: null },
});

/** What comes of these pages, all of which are there already, and what ended them. */
async function join(pages: Page<string>[], failure?: Error): Promise<{ came: string[][]; thrown: unknown }> {
  const came: string[][] = [];
  async function* given(): AsyncGenerator<Page<string>, void> {
    yield* pages;
    if (failure) throw failure;
  }
  try {
    for await (const { items, ofPart } of joinSmall(given(), { most: 4, isNextThere: ({ items: [id] }) => id !== "z" }))
      came.push([...items, String(ofPart.total)]);
  } catch (thrown) {
    return { came, thrown };
  }
  return { came, thrown: null };
}

test("what came before a failure is told before it", async () => {
  const failure = new Error("lost");
  expect(await join([page(["a"], 9), page(["b"], 9)], failure)).toEqual({ came: [["a", "b", "9"]], thrown: failure });
});

test("pages that tell different lengths stay apart, so that both are told", async () => {
  const { came } = await join([page(["a"], 9), page(["b"], 8), page(["c"], 8), page(["z"], 8), page(["e"], 8)]);
  expect(came).toEqual([
    ["a", "9"],
    ["b", "c", "z", "e", "8"],
  ]);
});
