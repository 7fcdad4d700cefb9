import Link from "next/link";

type PartNavProps = { label: string; places: readonly { href: string; label: string }[]; current: string };

/** The way round the parts of one page: a row of links above the part that is open. */
export function PartNav({ label, places, current }: PartNavProps) {
  return (
    <nav aria-label={label} className="mb-6 border-b border-line sm:mb-8">
      <ul className="-mb-px flex flex-wrap gap-x-3.5 sm:gap-x-6">
        {places.map(place => (
          <li key={place.href}>
            <Link
              href={place.href}
              aria-current={place.href === current ? "page" : undefined}
              className="inline-flex min-h-11 items-center border-b-2 border-transparent text-ink-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-accent-ink"
            >
              {place.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
