/** How the page is lit; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

/** Reads the value of the `theme` cookie; the layout puts it on `<html data-theme>` unless it is "system". */
export function toTheme(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}
