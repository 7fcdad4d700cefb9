/** Puts text on the clipboard, also on plain http, where browsers hide the clipboard interface. Returns whether it worked. */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by permission: the old way below still works inside a click.
    }
  }
  return copyBySelection(text, near);
}

// Stays beside the button, so that a dialog's focus trap does not take the selection away.
function copyBySelection(text: string, near: HTMLElement): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "sr-only";
  area.setAttribute("aria-hidden", "true");
  near.parentElement?.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  near.focus();
  return copied;
}
