import { CircleCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { MonthlyReport } from "@/lib/platform/reports/schema";
import { useDuration } from "./metrics-steps";

type Of<Key extends keyof MonthlyReport> = Pick<MonthlyReport, Key>;

/** How many of each kind began and came through, and how long that took. */
export function ReportOnboardings({ onboardings }: Of<"onboardings">) {
  const t = useTranslations("reports");
  const format = useFormatter();
  const say = useDuration();
  return (
    <Table caption={t("onboardings")}>
      <TableHead>
        <HeaderCell>{t("kind")}</HeaderCell>
        <HeaderCell numeric>{t("begun")}</HeaderCell>
        <HeaderCell numeric>{t("completed")}</HeaderCell>
        <HeaderCell numeric>{t("median")}</HeaderCell>
      </TableHead>
      <TableBody>
        {onboardings.map(({ kind, begun, completed, medianSeconds }) => (
          <TableRow key={kind}>
            <Cell lead label={t("kind")}>
              {t(`kinds.${kind}`)}
            </Cell>
            <Cell numeric label={t("begun")}>
              {format.number(begun)}
            </Cell>
            <Cell numeric label={t("completed")}>
              {format.number(completed)}
            </Cell>
            <Cell numeric label={t("median")}>
              {say(medianSeconds)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What runs failed of. */
export function ReportFailures({ failures }: Of<"failures">) {
  const t = useTranslations("reports");
  const format = useFormatter();
  if (failures.length === 0) return <EmptyState icon={CircleCheck} title={t("noFailures")} />;
  return (
    <Table caption={t("failures")}>
      <TableHead>
        <HeaderCell>{t("code")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
      </TableHead>
      <TableBody>
        {failures.map(({ code, count }) => (
          <TableRow key={code}>
            <Cell lead label={t("code")} className="font-mono text-sm">
              {code}
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(count)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** How many alerts each rule has opened. */
export function ReportAlerts({ alerts }: Of<"alerts">) {
  const t = useTranslations("reports");
  const rules = useTranslations("alerts.rules");
  const format = useFormatter();
  if (alerts.length === 0) return <EmptyState icon={CircleCheck} title={t("noAlerts")} />;
  return (
    <Table caption={t("alerts")}>
      <TableHead>
        <HeaderCell>{t("rule")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
      </TableHead>
      <TableBody>
        {alerts.map(({ rule, opened }) => (
          <TableRow key={rule}>
            <Cell lead label={t("rule")}>
              {rules.has(`${rule}.name` as "dead_man.name") ? rules(`${rule}.name` as "dead_man.name") : rule}
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(opened)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Who did not answer, how often, and for how long. */
export function ReportOutages({ outages }: Of<"outages">) {
  const t = useTranslations("reports");
  const format = useFormatter();
  const say = useDuration();
  if (outages.length === 0) return <EmptyState icon={CircleCheck} title={t("noOutages")} />;
  return (
    <Table caption={t("outages")}>
      <TableHead>
        <HeaderCell>{t("upstream")}</HeaderCell>
        <HeaderCell numeric>{t("count")}</HeaderCell>
        <HeaderCell numeric>{t("took")}</HeaderCell>
      </TableHead>
      <TableBody>
        {outages.map(({ upstream, count, seconds }) => (
          <TableRow key={upstream}>
            <Cell lead label={t("upstream")}>
              {t.has(`upstreams.${upstream}` as "upstreams.rezen")
                ? t(`upstreams.${upstream}` as "upstreams.rezen")
                : upstream}
            </Cell>
            <Cell numeric label={t("count")}>
              {format.number(count)}
            </Cell>
            <Cell numeric label={t("took")}>
              {say(seconds)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
