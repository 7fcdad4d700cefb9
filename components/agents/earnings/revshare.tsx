import { HandCoins } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Chart } from "@/components/ui/chart/chart";
import type { Series } from "@/components/ui/chart/series";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { getRevshare, PaymentMonth } from "@/lib/agents/queries/earnings";
import { useAmount } from "../use-amount";
import { useMonth } from "./use-month";

type RevshareProps = Awaited<ReturnType<typeof getRevshare>>;

/** Revenue share: its sums, and by month in each currency; never one number over several. */
export function Revshare({ months, sums }: RevshareProps) {
  const t = useTranslations("agents.earnings");
  const tell = useAmount();
  if (sums.length === 0)
    return (
      <Card>
        <EmptyState icon={HandCoins} title={t("noRevshare")}>
          {t("noRevshareHelp")}
        </EmptyState>
      </Card>
    );
  const currencies = [...new Set(months.map(({ currency }) => currency))];
  return (
    <>
      <p className="text-pretty text-ink-muted">{t("revshareLead")}</p>
      <dl className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {sums.map(({ kind, currency, amount, payments }) => (
          <Figure
            key={`${kind} ${currency}`}
            label={t("sumOf", { kind, currency })}
            value={tell(amount, currency) ?? ""}
            note={t("paymentsCount", { count: payments })}
          />
        ))}
      </dl>
      {currencies.map(currency => (
        <Card key={currency}>
          <MonthChart currency={currency} months={months.filter(month => month.currency === currency)} />
        </Card>
      ))}
    </>
  );
}

function MonthChart({ currency, months }: { currency: string; months: readonly PaymentMonth[] }) {
  const t = useTranslations("agents.earnings");
  const tellMonth = useMonth();
  const series: Series[] = [
    { id: "paid", label: t("paid"), mark: "bar", look: "solid" },
    { id: "pending", label: t("pending"), mark: "bar", look: "hatched" },
  ];
  const points = months.map(({ month, paid, pending }) => ({
    label: tellMonth(month, "short"),
    values: { paid: Number(paid), pending: Number(pending) },
  }));
  const [first, last] = [months[0]?.month ?? "", months.at(-1)?.month ?? ""];
  return (
    <Chart
      title={t("revshareChart", { currency })}
      summary={t("revshareSummary", { currency, first: tellMonth(first), last: tellMonth(last) })}
      series={series}
      points={points}
      unit={{ kind: "money", currency }}
    >
      <MonthTable currency={currency} months={months.toReversed()} />
    </Chart>
  );
}

function MonthTable({ currency, months }: { currency: string; months: readonly PaymentMonth[] }) {
  const t = useTranslations("agents.earnings");
  const tell = useAmount();
  const tellMonth = useMonth();
  return (
    <Table caption={t("revshareChart", { currency })}>
      <TableHead>
        <HeaderCell>{t("month")}</HeaderCell>
        <HeaderCell numeric>{t("paid")}</HeaderCell>
        <HeaderCell numeric>{t("pending")}</HeaderCell>
      </TableHead>
      <TableBody>
        {months.map(({ month, paid, pending }) => (
          <TableRow key={month}>
            <Cell lead label={t("month")}>
              {tellMonth(month)}
            </Cell>
            <Cell numeric label={t("paid")}>
              {tell(paid, currency)}
            </Cell>
            <Cell numeric label={t("pending")}>
              {tell(pending, currency)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
