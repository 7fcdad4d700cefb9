/** A field of the page that somebody can be pointed to. */
export type PointableField = { name: string; label: string };

const prefix = "field-";
const controls = ["input", "select", "textarea"].map(one => `main ${one}[id^="${prefix}"]`).join(", ");

// Of the answers to one question the first has the question's own name.
const isQuestion = (element: Element) =>
  !(element instanceof HTMLInputElement) ||
  element.type !== "radio" ||
  element.id === `${prefix}${element.name.replaceAll(".", "-")}`;

function labelOf(element: HTMLInputElement): string {
  const asked = element.type === "radio" ? element.closest("fieldset")?.querySelector("legend") : element.labels?.[0];
  return asked?.textContent?.trim() || element.getAttribute("aria-label") || element.id.slice(prefix.length);
}

/** The fields that the page behind the dialog shows, in their order. */
export function listFields(): PointableField[] {
  return [...document.querySelectorAll<HTMLInputElement>(controls)]
    .filter(element => isQuestion(element) && element.offsetParent !== null && /^[\w-]+$/.test(element.id))
    .map(element => ({ name: element.id.slice(prefix.length), label: labelOf(element) }));
}

/** The name of a field by the element that somebody touched; null where it is none. */
export function fieldOf(target: EventTarget | null): string | null {
  return target instanceof HTMLElement && target.id.startsWith(prefix) ? target.id.slice(prefix.length) : null;
}

/** The address of this page without a pointer that led to it. */
export function placeOfPage(): string {
  const { pathname, search } = window.location;
  const rest = new URLSearchParams(search);
  rest.delete("pointer");
  return rest.size > 0 ? `${pathname}?${rest}` : pathname;
}
