import { readPlaceText } from "@/lib/platform/http/place-text";

/** The address of a page that holds several lists: each has a parameter of its own. */
export type PlacesSearch = Promise<Record<string, string | string[] | undefined>>;

/** Where each of a page's lists stands, by its parameter, and addresses that change some of them and leave the others; `undefined` takes one away. */
export async function readPlaces<Name extends string>(
  here: string,
  names: readonly Name[],
  searchParams: PlacesSearch,
) {
  const given = await searchParams;
  const at: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = readPlaceText(given[name]);
    if (value !== undefined) at[name] = value;
  }
  const linkTo = (changes: Partial<Record<Name, string | undefined>>, anchor: string) => {
    const places = new URLSearchParams();
    for (const [name, value] of Object.entries<string | undefined>({ ...at, ...changes }))
      if (value !== undefined) places.set(name, value);
    return `${here}${places.size > 0 ? `?${places}` : ""}#${anchor}`;
  };
  /** The ways to the pages beside that of one list; back leads to its start. */
  const waysTo = (name: Name, next: string | null, anchor: string) => {
    const to = (place: string | undefined) => linkTo({ [name]: place } as Partial<Record<Name, string>>, anchor);
    return { previous: at[name] ? to(undefined) : null, next: next ? to(next) : null };
  };
  return { at, linkTo, waysTo };
}
