import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { LanguageSwitch } from "./language-switch";
import { toTheme } from "./theme";
import { ThemeToggle } from "./theme-toggle";

type SiteFooterProps = {
  width?: "wizard" | "page";
  /** What else can be chosen there. */
  children?: ReactNode;
};

/** The bar at the end of each page: in which language it speaks, and how it is lit. As wide as the page's header. */
export async function SiteFooter({ width = "page", children }: SiteFooterProps) {
  const theme = toTheme((await cookies()).get("theme")?.value);
  return (
    <footer
      className={classNames(
        "mx-auto flex w-full flex-wrap justify-end gap-3 px-4 py-6 sm:px-6",
        width === "page" ? "max-w-page" : "max-w-[calc(40rem+3rem)]",
      )}
    >
      {children}
      <LanguageSwitch />
      <ThemeToggle theme={theme} />
    </footer>
  );
}
