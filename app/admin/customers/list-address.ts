import { readPlaceText } from "@/lib/platform/http/place-text";

/** What the address of a list says that is searched by name. */
export type ListAddress = Promise<{ q?: string | string[]; after?: string | string[] }>;

const longest = 200;

/** What is looked for and where in the list a page begins, and the ways to the pages beside it; what makes no sense is not said. */
export async function readListAddress(here: string, searchParams: ListAddress) {
  const given = await searchParams;
  const q = readPlaceText(given.q)?.trim().slice(0, longest) || undefined;
  const cursor = readPlaceText(given.after);
  const addressOf = (facts: Record<string, string>) => {
    const search = new URLSearchParams({ ...(q ? { q } : {}), ...facts }).toString();
    return search ? `${here}?${search}` : here;
  };
  const waysTo = (next: string | null) => ({
    previous: cursor ? addressOf({}) : null,
    next: next ? addressOf({ after: next }) : null,
  });
  return { ...(q ? { q } : {}), ...(cursor ? { cursor } : {}), waysTo };
}
