import { createElement } from "react";

/** The least that Next.js takes for a layout. */
export default function RootLayout({ children }) {
  return createElement("html", { lang: "en" }, createElement("body", null, children));
}
