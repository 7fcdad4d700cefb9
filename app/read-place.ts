import { readPlaceText } from "@/lib/platform/http/place-text";

/** The address of a page of a list, as far as it says where in the list that is. */
export type ListSearch = Promise<{ after?: string | string[] }>;

/** Where in a list a page begins (`undefined` = at its start), and the ways to the pages beside it; `here` is the list's address. */
export async function readPlace(here: string, searchParams: ListSearch) {
  const { after } = await searchParams;
  const cursor = readPlaceText(after);
  const waysTo = (next: string | null) => ({
    previous: cursor ? here : null,
    next: next ? `${here}?after=${encodeURIComponent(next)}` : null,
  });
  return { cursor, waysTo };
}
