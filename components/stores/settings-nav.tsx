import Link from "next/link";
import { useTranslations } from "next-intl";

type Props = { places: readonly { href: string; label: string }[]; current: string };

/** The way round the settings: a row of links above the part that is open. */
export function SettingsNav({ places, current }: Props) {
  const t = useTranslations("stores.settings");
  return (
    <nav aria-label={t("nav")} className="mb-6 border-b border-line sm:mb-8">
      <ul className="-mb-px flex gap-x-5 sm:gap-x-6">
        {places.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? "page" : undefined}
              className="inline-flex min-h-11 items-center border-b-2 border-transparent text-ink-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-accent-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
