import { ChartLine } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Chart } from "@/components/ui/chart/chart";
import type { Series } from "@/components/ui/chart/series";
import { EmptyState } from "@/components/ui/empty-state";
import type { EquityPeriod } from "@/lib/agents/queries/earnings";
import { PeriodTable } from "./period-table";
import { useMonth } from "./use-month";

type EquityProps = { months: readonly EquityPeriod[]; years: readonly EquityPeriod[] };

/** The agent's shares by month, drawn and as a table, and by year. */
export function Equity({ months, years }: EquityProps) {
  const t = useTranslations("agents.earnings");
  if (months.length === 0)
    return (
      <Card>
        <EmptyState icon={ChartLine} title={t("noEquity")}>
          {t("noEquityHelp")}
        </EmptyState>
      </Card>
    );
  return (
    <>
      <Card>
        <EquityChart months={months} />
      </Card>
      <div className="grid grid-cols-1 gap-3">
        <h3 className="font-semibold">{t("years")}</h3>
        <Card flush>
          <PeriodTable caption={t("years")} column={t("year")} rows={years.toReversed()} nameOf={year => year} />
        </Card>
      </div>
    </>
  );
}

function EquityChart({ months }: Pick<EquityProps, "months">) {
  const t = useTranslations("agents.earnings");
  const format = useFormatter();
  const tellMonth = useMonth();
  const [first, last] = [months[0], months.at(-1)];
  const series: Series[] = [
    { id: "vested", label: t("vested"), mark: "area", look: "solid" },
    { id: "unvested", label: t("unvested"), mark: "area", look: "hatched" },
    { id: "total", label: t("total"), mark: "line", look: "solid" },
  ];
  const points = months.map(({ period, vested, unvested, total }) => ({
    label: tellMonth(period, "short"),
    values: { vested: Number(vested), unvested: Number(unvested), total: Number(total) },
  }));
  return (
    <Chart
      title={t("equityChart")}
      summary={t("equitySummary", {
        first: tellMonth(first?.period ?? ""),
        last: tellMonth(last?.period ?? ""),
        total: format.number(Number(last?.total ?? 0)),
      })}
      series={series}
      points={points}
      unit={{ kind: "count" }}
    >
      <PeriodTable
        caption={t("equityChart")}
        column={t("month")}
        rows={months.toReversed()}
        nameOf={month => tellMonth(month)}
      />
    </Chart>
  );
}
