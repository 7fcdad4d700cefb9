import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

const columns = ["sent", "cameBack", "stopped"] as const;

/** What came of the reminders of one kind. */
export type ReminderFigure = { kind: string } & Record<(typeof columns)[number], number>;

/** Of each kind: how many were reminded, how many went on, and how many want no more. */
export function MetricsReminders({ reminders }: { reminders: readonly ReminderFigure[] }) {
  const t = useTranslations("admin.metrics.reminders");
  const format = useFormatter();
  if (reminders.length === 0) return <p className="p-5 text-ink-muted">{t("none")}</p>;
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("kind")}</HeaderCell>
        {columns.map(column => (
          <HeaderCell key={column} numeric>
            {t(column)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {reminders.map(figure => (
          <TableRow key={figure.kind}>
            <Cell lead label={t("kind")}>
              {t.has(`kinds.${figure.kind}`) ? t(`kinds.${figure.kind}`) : figure.kind}
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
