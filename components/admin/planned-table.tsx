import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PlannedView } from "@/lib/platform/chores/view";

/** What is planned for people, in plain words, with its next time; cards on phones. */
export function PlannedTable({ planned }: { planned: readonly PlannedView[] }) {
  const t = useTranslations("schedule.planned");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("what")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
        <HeaderCell numeric>{t("withinDay")}</HeaderCell>
        <HeaderCell>{t("next")}</HeaderCell>
        <HeaderCell>{t("late")}</HeaderCell>
      </TableHead>
      <TableBody>
        {planned.map(({ name, planned: count, withinDay, late, nextAt }) => (
          <TableRow key={name}>
            <Cell lead label={t("what")}>
              {t(`names.${name}.title`)}
              <span className="block text-sm font-normal text-pretty text-ink-muted">{t(`names.${name}.words`)}</span>
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(count)}
            </Cell>
            <Cell numeric label={t("withinDay")}>
              {format.number(withinDay)}
            </Cell>
            <Cell label={t("next")} className="whitespace-nowrap">
              {nextAt ? <Time value={nextAt} relative compact /> : "–"}
            </Cell>
            <Cell label={t("late")} className="whitespace-nowrap">
              {late > 0 ? (
                <Status tone="warning">{t("lateCount", { late })}</Status>
              ) : (
                <Status tone="success">{t("onTime")}</Status>
              )}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
