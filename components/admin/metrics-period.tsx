import Link from "next/link";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";

type Props = { periods: readonly string[]; current: string; address: string };

/** Of which time the figures tell; the choice stands in the address. */
export function MetricsPeriod({ periods, current, address }: Props) {
  const t = useTranslations("admin.metrics");
  return (
    <nav aria-label={t("period")} className="flex flex-wrap gap-1">
      {periods.map(period => (
        <Link
          key={period}
          href={`${address}?period=${period}`}
          prefetch={false}
          aria-current={period === current ? "true" : undefined}
          className={classNames(
            "inline-flex min-h-11 items-center rounded-md px-3 text-sm sm:min-h-9",
            period === current ? "bg-accent-soft font-medium text-accent-ink" : "text-ink-muted hover:bg-sunken",
          )}
        >
          {t(`periods.${period}`)}
        </Link>
      ))}
    </nav>
  );
}
