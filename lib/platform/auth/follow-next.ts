import type { Audience, Place } from "./schema";

/** Which product a path of ours belongs to; null for pages that belong to nobody. */
export function audienceOfPath(path: string | null): Audience | null {
  const [, head] = /^\/([a-z]+)(?:[/?#]|$)/.exec(path ?? "") ?? [];
  if (head === "admin" || head === "store" || head === "customer" || head === "agent") return head;
  return null;
}

const storeOfPath = (path: string) => /^\/store\/([^/?#]+)/.exec(path)?.[1];
const isIn = (path: string, { storeCode }: Place) => storeCode !== null && storeOfPath(path) === storeCode;

/** Which of these places this path lies in, by its number among them, where a choice of another would lead elsewhere: a store; null for none. */
export function placeOfNext(next: string | null, places: readonly Place[]): number | null {
  const at = next === null ? -1 : places.findIndex(place => isIn(next, place));
  return at < 0 ? null : at;
}

/** Can this path be opened without choosing: the admin's desk by staff, or the store or customer that the session works in? */
export const isOpenNow = (path: string, places: readonly Place[]): boolean =>
  places.some(
    place => isStaffPath(path, place) || (place.isCurrent && (isIn(path, place) || isCustomerPath(path, place))),
  );

const isStaffPath = (path: string, { role }: Place) =>
  audienceOfPath(path) === "admin" && (role === "admin" || role === "operator");

// Their pages name no customer: they show the one that the session works in.
const isCustomerPath = (path: string, { role }: Place) => audienceOfPath(path) === "customer" && role === "customer";

/** Where somebody goes who works nowhere: to `next` if that belongs to no product, which might send them back to their choice, else to the front page. */
export const followNowhere = (next: string | null): string =>
  next !== null && audienceOfPath(next) === null ? next : "/";

/** Where to go after a place was chosen: to `next` if that lies there or belongs to no product, else to the place's own start. */
export function followNext(next: string | null, place: Place): string {
  if (next === null) return place.redirectTo;
  const audience = audienceOfPath(next);
  if (audience === null) return next;
  const isThere = isIn(next, place) || isStaffPath(next, place) || isCustomerPath(next, place);
  return isThere ? next : place.redirectTo;
}
