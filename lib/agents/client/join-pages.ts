import type { Page } from "./entities";

/** Makes one page of those that have come already, as long as it has no more than `most` entries: each that is written costs a transaction. */
export async function* joinSmall<Item>(
  pages: AsyncGenerator<Page<Item>, void>,
  { most, isNextThere }: { most: number; isNextThere: (page: Page<Item>) => boolean },
): AsyncGenerator<Page<Item>, void> {
  let held: Page<Item> | null = null;
  try {
    for await (const page of pages) {
      // Two numbers tell that the list moves, so both are told.
      if (held && held.ofPart.total !== page.ofPart.total) {
        const before: Page<Item> = held;
        held = null;
        yield before;
      }
      const joined: Page<Item> = held ? joinPages(held, page) : page;
      held = joined;
      if (countOf(joined) + countOf(page) <= most && isNextThere(joined)) continue;
      held = null;
      yield joined;
    }
  } catch (thrown) {
    // What came before a failure is written before it.
    if (held) yield held;
    throw thrown;
  }
}

const countOf = ({ items, unreadable }: Page<unknown>) => items.length + unreadable.length;

const joinPages = <Item>(one: Page<Item>, other: Page<Item>): Page<Item> => ({
  ...other,
  items: [...one.items, ...other.items],
  unreadable: [...one.unreadable, ...other.unreadable],
  drift: [...new Set([...one.drift, ...other.drift])],
});
