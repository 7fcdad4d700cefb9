import { type DealKind, type DealSearch, writeDealSearch } from "@/lib/agents/schema/deals";

const withQuery = (path: string, query: string) => (query ? `${path}?${query}` : path);

/** Where a list of deals is. */
export const placeOf = (kind: DealKind): string => `/agent/${kind}s`;

/** The address of a list that differs from the one that is shown by `changes`. */
export const listAddress = (kind: DealKind, search: DealSearch, changes: Partial<DealSearch> = {}): string =>
  withQuery(placeOf(kind), writeDealSearch(search, changes));

/** What a list that shows everything is called for. */
export const unfiltered = {
  group: undefined,
  state: undefined,
  q: undefined,
  from: undefined,
  to: undefined,
  changed: undefined,
};

/** The address of one deal, which carries the list along that it was found in. */
export function dealAddress(kind: DealKind, id: string, search: DealSearch): string {
  const back = writeDealSearch(search);
  return withQuery(`${placeOf(kind)}/${encodeURIComponent(id)}`, back ? new URLSearchParams({ back }).toString() : "");
}

/** Where what a list shows is downloaded. */
export function exportAddress(kind: DealKind, search: DealSearch): string {
  const query = writeDealSearch({ ...search, rows: "25", after: undefined, before: undefined });
  return withQuery(`/api/v1/agents/${kind}s/export`, query);
}
