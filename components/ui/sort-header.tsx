import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { classNames } from "./class-names";
import { HeaderCell } from "./table";

/** A column that a list can be sorted by: how it is sorted by it now, and the address that sorts by it, or the other way round. */
export type SortColumn = { key: string; label: string; href: string; sort: "ascending" | "descending" | "none" };

/** The head of such a column. On phones, where the head is not seen, `SortLinks` has the same. */
export function SortHeader({ column, numeric }: { column: SortColumn; numeric?: boolean }) {
  return (
    <HeaderCell sort={column.sort} numeric={numeric}>
      <span className="sm:hidden">{column.label}</span>
      <Link href={column.href} prefetch={false} scroll={false} className="link py-1 max-sm:hidden">
        {column.label}
      </Link>
    </HeaderCell>
  );
}

/** The ways to sort a list whose rows are cards; nothing from 640 px on, where its head has them. */
export function SortLinks({ columns, label }: { columns: readonly SortColumn[]; label: string }) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-x-4 text-sm sm:hidden">
      <span className="text-ink-muted">{label}</span>
      {columns.map(({ key, label: name, href, sort }) => {
        const Arrow = sort === "ascending" ? ArrowUp : ArrowDown;
        return (
          <Link
            key={key}
            href={href}
            prefetch={false}
            scroll={false}
            aria-current={sort === "none" ? undefined : "true"}
            className={classNames("link inline-flex min-h-11 items-center gap-1", sort !== "none" && "font-semibold")}
          >
            {name}
            {sort === "none" ? null : <Arrow aria-hidden className="size-3.5" />}
          </Link>
        );
      })}
    </nav>
  );
}
