import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

const columns = ["shown", "kept", "changed", "removed", "asked", "taken"] as const;

/** How often a source was right. */
export type SourceFigure = { source: string } & Record<(typeof columns)[number], number>;

/** Of each source: how many fields it filled in and what people made of them, and how its later news were answered. */
export function MetricsSources({ sources }: { sources: readonly SourceFigure[] }) {
  const t = useTranslations("admin.metrics.prefill");
  const format = useFormatter();
  if (sources.length === 0) return <p className="p-5 text-ink-muted">{t("none")}</p>;
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("source")}</HeaderCell>
        {columns.map(column => (
          <HeaderCell key={column} numeric>
            {t(column)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {sources.map(figure => (
          <TableRow key={figure.source}>
            <Cell lead label={t("source")}>
              {t.has(`sources.${figure.source}`) ? t(`sources.${figure.source}`) : figure.source}
            </Cell>
            {columns.map(column => (
              <Cell key={column} numeric label={t(column)}>
                {format.number(figure[column])}
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
