const elementOf = (field: string) => document.getElementById(`field-${field}`);

/** The field that the address names behind its hash; null without one. */
export const hashField = (): string | null => /^#field-([\w-]+)$/.exec(window.location.hash)?.[1] ?? null;

/** What a field is called on the page; null while it is not there. */
export const labelOfField = (field: string): string | null =>
  document.querySelector(`label[for="field-${CSS.escape(field)}"]`)?.textContent ?? null;

/** Brings a field into sight and the cursor into it; false where there is none. */
export function focusField(field: string): boolean {
  const element = elementOf(field);
  if (!element) return false;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  return true;
}

const patienceMs = 15_000;

/** The same as soon as the page shows it, unless somebody has begun with something else; returns what gives it up. */
export function focusWhenThere(field: string): () => void {
  if (focusField(field)) return () => undefined;
  const seen = new MutationObserver(() => {
    if (focusField(field)) stop();
  });
  const stop = () => {
    seen.disconnect();
    clearTimeout(timer);
    for (const event of ["pointerdown", "keydown"]) document.removeEventListener(event, stop);
  };
  const timer = setTimeout(stop, patienceMs);
  seen.observe(document.body, { childList: true, subtree: true });
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, stop);
  return stop;
}
