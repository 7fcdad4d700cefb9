import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { EquityPeriod } from "@/lib/agents/queries/earnings";
import { useAmount } from "../use-amount";

type PeriodTableProps = {
  caption: string;
  /** What the first column holds. */
  column: string;
  rows: readonly EquityPeriod[];
  nameOf: (period: string) => string;
};

const columns = ["granted", "vested", "unvested", "total"] as const;

/** Shares at the end of periods, newest first. */
export function PeriodTable({ caption, column, rows, nameOf }: PeriodTableProps) {
  const t = useTranslations("agents.earnings");
  const format = useFormatter();
  const tell = useAmount();
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell>{column}</HeaderCell>
        {columns.map(name => (
          <HeaderCell key={name} numeric>
            {t(name)}
          </HeaderCell>
        ))}
        <HeaderCell numeric>{t("value")}</HeaderCell>
      </TableHead>
      <TableBody>
        {rows.map(row => (
          <TableRow key={row.period}>
            <Cell lead label={column} className="whitespace-nowrap">
              {nameOf(row.period)}
            </Cell>
            {columns.map(name => (
              <Cell key={name} numeric label={t(name)}>
                {format.number(Number(row[name]))}
              </Cell>
            ))}
            <Cell numeric label={t("value")}>
              {tell(row.value, row.currency) ?? t("notTold")}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
