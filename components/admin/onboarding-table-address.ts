/** Where the table of all onboardings is. */
export const tableAddress = "/admin/onboardings";

/** A search as its address says it: words by their names, nothing that is usual. */
export type Facts = Readonly<Record<string, string>>;

/** What changes in an address; undefined takes a fact away. */
export type Changes = Readonly<Record<string, string | number | undefined>>;

/** The same search with changes, from its first page on unless they name a place. */
export function searchWith({ cursor: _, ...facts }: Facts, changes: Changes = {}): URLSearchParams {
  const told = Object.entries({ ...facts, ...changes });
  return new URLSearchParams(told.flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
}

/** Its address. */
export function addressWith(facts: Facts, changes?: Changes): string {
  const search = searchWith(facts, changes);
  return search.size > 0 ? `${tableAddress}?${search}` : tableAddress;
}

/** What a table is filtered by, of all that its address says. */
export const filterNames = ["q", "kind", "status", "step", "code", "print", "attempts", "from", "to"] as const;

/** Only the filters of a search. */
export const filtersOf = (facts: Facts): Facts =>
  Object.fromEntries(filterNames.flatMap(name => (facts[name] ? [[name, facts[name]]] : [])));
