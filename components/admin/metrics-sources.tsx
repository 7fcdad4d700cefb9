import { useTranslations } from "next-intl";
import { CountTable } from "@/components/ui/count-table";

const columns = ["shown", "kept", "changed", "removed", "asked", "taken"] as const;

/** How often a source was right. */
export type SourceFigure = { source: string } & Record<(typeof columns)[number], number>;

/** Of each source: how many fields it filled in and what people made of them, and how its later news were answered. */
export function MetricsSources({ sources }: { sources: readonly SourceFigure[] }) {
  const t = useTranslations("admin.metrics.prefill");
  if (sources.length === 0) return <p className="p-5 text-ink-muted">{t("none")}</p>;
  return (
    <CountTable
      caption={t("title")}
      lead={t("source")}
      columns={columns.map(id => ({ id, label: t(id) }))}
      rows={sources.map(({ source, ...counts }) => ({
        id: source,
        name: t.has(`sources.${source}`) ? t(`sources.${source}`) : source,
        counts,
      }))}
    />
  );
}
