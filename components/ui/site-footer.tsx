import { cookies } from "next/headers";
import { classNames } from "./class-names";
import { toTheme } from "./theme";
import { ThemeToggle } from "./theme-toggle";

/** The bar at the end of each page: how it is lit. As wide as the page's header. */
export async function SiteFooter({ width = "page" }: { width?: "wizard" | "page" }) {
  const theme = toTheme((await cookies()).get("theme")?.value);
  return (
    <footer
      className={classNames(
        "mx-auto flex w-full justify-end px-4 py-6 sm:px-6",
        width === "page" ? "max-w-page" : "max-w-[calc(40rem+3rem)]",
      )}
    >
      <ThemeToggle theme={theme} />
    </footer>
  );
}
