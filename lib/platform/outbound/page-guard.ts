/** What a page is judged by; `others` counts entries whose ids are not given. */
type PageFacts = { ids: (string | null)[]; cursor: string | null; others?: number };

const emptyPagesAllowed = 3;
const stalePagesAllowed = 2;

/**
 * Watches a walk over somebody's pages. `admit` throws what `fail` makes when a cursor comes back, when page after page is empty, or when page after page
 * brings nothing new: each of these would go on for ever.
 */
export function pageGuard(fail: () => Error): { admit: (page: PageFacts) => void } {
  const cursors = new Set<string>();
  const known = new Set<string>();
  let emptyPages = 0;
  let stalePages = 0;
  return {
    admit: ({ ids, cursor, others = 0 }) => {
      const hasNew = ids.some(id => id === null || !known.has(id));
      for (const id of ids) if (id !== null) known.add(id);
      if (cursor === null) return;
      emptyPages = ids.length + others === 0 ? emptyPages + 1 : 0;
      stalePages = ids.length > 0 && others === 0 && !hasNew ? stalePages + 1 : 0;
      if (cursors.has(cursor) || emptyPages >= emptyPagesAllowed || stalePages >= stalePagesAllowed) throw fail();
      cursors.add(cursor);
    },
  };
}
