import type { ReactNode } from "react";
import { SkipLink } from "./skip-link";

type AppShellProps = {
  /** A `SiteHeader`. */
  header: ReactNode;
  /** A `SideNav`. */
  nav?: ReactNode;
  /** Runs along the whole width between header and page. */
  banner?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

/** Skip link, header, navigation and the page's `main`. Without `nav` the page has the whole width. */
export function AppShell({ header, nav, banner, footer, children }: AppShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      {header}
      {banner}
      <div className="mx-auto flex w-full max-w-page flex-1 flex-col gap-6 px-4 py-6 sm:px-6 sm:py-8 lg:flex-row lg:gap-10">
        {nav}
        <main id="main" tabIndex={-1} className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      {footer}
    </div>
  );
}
