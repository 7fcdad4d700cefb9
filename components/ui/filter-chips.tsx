import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** Something that a list is filtered by, and the address without it. */
export type FilterChip = { key: string; label: string; href: string };

/** What a list is filtered by, each to be taken away, and all at once; nothing where it is not. */
export function FilterChips({ chips, clearHref }: { chips: readonly FilterChip[]; clearHref: string }) {
  const t = useTranslations("common.filters");
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="flex flex-wrap items-center gap-2">
      {chips.map(({ key, label, href }) => (
        <li key={key} className="min-w-0">
          <Link
            href={href}
            prefetch={false}
            scroll={false}
            className="inline-flex min-h-11 max-w-full items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 py-1 text-sm no-underline hover:bg-sunken sm:min-h-8"
          >
            <span className="sr-only">{t("remove")} </span>
            <span className="min-w-0 wrap-anywhere">{label}</span>
            <X aria-hidden className="size-4 shrink-0 text-ink-muted" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={clearHref}
          prefetch={false}
          scroll={false}
          className="link inline-flex min-h-11 items-center px-1 text-sm sm:min-h-8"
        >
          {t("clear")}
        </Link>
      </li>
    </ul>
  );
}
