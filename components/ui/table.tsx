// biome-ignore-all lint/a11y/noRedundantRoles: WebKit drops the implied role when `display` is not that of a table
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

type TableProps = {
  caption: ReactNode;
  captionHidden?: boolean;
  /** Its head stays in sight from 1024 px on, where it must fit beside the navigation: there it does not scroll sideways any more. */
  stickyHead?: boolean;
  className?: string;
  children: ReactNode;
};

/** A table that scrolls sideways in its own box and turns into cards under 640 px (roles are spelled out, because `display` would drop them). */
export function Table({ caption, captionHidden = true, stickyHead = false, className, children }: TableProps) {
  return (
    <div
      className={classNames(
        "w-full",
        stickyHead
          ? "sm:max-lg:overflow-x-auto lg:[&_a]:scroll-mt-14 lg:[&_th]:sticky lg:[&_th]:top-0 lg:[&_th]:z-1 lg:[&_th]:bg-surface lg:[&_th]:shadow-[inset_0_-1px_0_var(--line)]"
          : "sm:overflow-x-auto",
        className,
      )}
    >
      <table role="table" className="w-full border-collapse text-left text-[0.9375rem] tabular-nums max-sm:block">
        <caption className={captionHidden ? "sr-only" : "pb-2 text-left font-semibold"}>{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** The head; only read out, not seen, under 640 px. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup" className="border-b border-line max-sm:sr-only">
      <tr role="row">{children}</tr>
    </thead>
  );
}

/** The rows. */
export function TableBody({ children }: { children: ReactNode }) {
  return (
    <tbody role="rowgroup" className="max-sm:block max-sm:divide-y max-sm:divide-line">
      {children}
    </tbody>
  );
}

/** One row; a card under 640 px. */
export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      {...rest}
      role="row"
      className={classNames(
        "max-sm:grid max-sm:gap-1 max-sm:p-4 sm:border-b sm:border-line sm:last:border-0",
        className,
      )}
    />
  );
}

type HeaderCellProps = ComponentProps<"th"> & { numeric?: boolean; sort?: "ascending" | "descending" | "none" };

/** A column's name; `sort` says how the rows are ordered by it. */
export function HeaderCell({ numeric, sort, className, children, ...rest }: HeaderCellProps) {
  const Arrow = sort === "ascending" ? ArrowUp : sort === "descending" ? ArrowDown : null;
  return (
    <th
      {...rest}
      role="columnheader"
      scope="col"
      aria-sort={sort}
      className={classNames(
        "px-4 py-2.5 text-sm font-medium whitespace-nowrap text-ink-muted first:pl-5 last:pr-5",
        numeric && "text-right",
        className,
      )}
    >
      {children}
      {Arrow ? <Arrow aria-hidden className="ml-1 inline size-3.5" /> : null}
    </th>
  );
}

type CellProps = ComponentProps<"td"> & { label: string; numeric?: boolean; lead?: boolean };

/** A value. `label` repeats the column's name on phones; the `lead` cell is the card's title and needs none. */
export function Cell({ label, numeric, lead, className, children, ...rest }: CellProps) {
  return (
    <td
      {...rest}
      role="cell"
      data-label={label}
      className={classNames(
        "min-w-0 align-middle sm:px-4 sm:py-3 sm:first:pl-5 sm:last:pr-5",
        numeric && "sm:text-right",
        lead
          ? "font-medium max-sm:pb-1"
          : "max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:text-right max-sm:before:shrink-0 max-sm:before:text-sm max-sm:before:text-ink-muted max-sm:before:content-[attr(data-label)]",
        className,
      )}
    >
      {children}
    </td>
  );
}
