import Link from "next/link";
import { useFormatter } from "next-intl";
import { classNames } from "./class-names";

/** One of the ways to look at a list; `count` is how much there is. */
export type ChoiceLink = { href: string; label: string; count?: number; current: boolean };

/** A choice of one, made by following a link, such as all, open or closed; the current one is marked. `quiet` has no frame. */
export function ChoiceLinks({ label, links, quiet }: { label: string; links: readonly ChoiceLink[]; quiet?: boolean }) {
  const format = useFormatter();
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-2">
      {quiet ? <span className="text-sm text-ink-muted">{label}</span> : null}
      {links.map(({ href, label: name, count, current }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          scroll={false}
          aria-current={current ? "true" : undefined}
          className={classNames(
            "inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-md px-3 text-sm font-medium text-ink-muted no-underline tabular-nums hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent-ink sm:min-h-9",
            !quiet && "border border-line bg-surface aria-[current]:border-transparent",
          )}
        >
          {name}
          {count === undefined ? null : <span className="font-normal">{format.number(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
