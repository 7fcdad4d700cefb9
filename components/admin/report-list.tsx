import { CalendarDays } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { MonthlyReport } from "@/lib/platform/reports/schema";

const sumOf = (counts: readonly number[]) => counts.reduce((sum, one) => sum + one, 0);

/** The monthly reports, the newest first, each with its sums and the way to all of it. */
export function ReportList({ reports }: { reports: readonly MonthlyReport[] }) {
  const t = useTranslations("reports");
  const format = useFormatter();
  if (reports.length === 0) return <EmptyState icon={CalendarDays} title={t("none")} />;
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("month")}</HeaderCell>
        <HeaderCell numeric>{t("begun")}</HeaderCell>
        <HeaderCell numeric>{t("completed")}</HeaderCell>
        <HeaderCell numeric>{t("alerts")}</HeaderCell>
        <HeaderCell>{t("targets")}</HeaderCell>
      </TableHead>
      <TableBody>
        {reports.map(({ month, onboardings, alerts, targets }) => {
          const missed = targets.filter(({ state }) => state === "missed").length;
          const isMet = targets.some(({ state }) => state === "met");
          return (
            <TableRow key={month}>
              <Cell lead label={t("month")}>
                <Link className="link" href={`/admin/metrics/reports/${month}`}>
                  {format.dateTime(new Date(`${month}-15T12:00:00Z`), { month: "long", year: "numeric" })}
                </Link>
              </Cell>
              <Cell numeric label={t("begun")}>
                {format.number(sumOf(onboardings.map(one => one.begun)))}
              </Cell>
              <Cell numeric label={t("completed")}>
                {format.number(sumOf(onboardings.map(one => one.completed)))}
              </Cell>
              <Cell numeric label={t("alerts")}>
                {format.number(sumOf(alerts.map(one => one.opened)))}
              </Cell>
              <Cell label={t("targets")}>
                <Status tone={missed > 0 ? "danger" : isMet ? "success" : "neutral"}>
                  {t("missed", { count: missed })}
                </Status>
              </Cell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
