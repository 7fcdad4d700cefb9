import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Logo } from "./logo";

type SiteHeaderProps = {
  /** The product's name. */
  name: string;
  home: string;
  /** What is open, beside the name: a shop, "Admin". */
  context?: ReactNode;
  actions?: ReactNode;
  /** As wide as a wizard's column or as a page. */
  width?: "wizard" | "page";
};

/** The bar on top of each page. */
export function SiteHeader({ name, home, context, actions, width = "page" }: SiteHeaderProps) {
  return (
    <header className="border-b border-line bg-surface">
      <div
        className={classNames(
          "mx-auto flex min-h-16 w-full flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 sm:px-6",
          width === "page" ? "max-w-page" : "max-w-[calc(40rem+3rem)]",
        )}
      >
        <Link href={home} className="inline-flex min-h-11 items-center rounded-sm">
          <Logo name={name} />
        </Link>
        {context ? (
          <div className="min-w-0 flex-1 truncate border-l border-line pl-4 text-sm text-ink-muted">{context}</div>
        ) : null}
        {actions ? <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
