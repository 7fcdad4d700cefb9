import { BellRing, History } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AlertView } from "@/lib/platform/alerts/schema";
import { AlertAcknowledge } from "./alert-acknowledge";
import { AlertSeverity } from "./alert-severity";

type AlertTableProps = { alerts: readonly AlertView[]; canAct: boolean };

const tones = { open: "danger", acknowledged: "warning", recovered: "success" } as const;

/** Alerts that go on, with what to do about each; cards on phones. */
export function OpenAlerts({ alerts, canAct }: AlertTableProps) {
  const t = useTranslations("alerts");
  if (alerts.length === 0)
    return (
      <EmptyState icon={BellRing} title={t("none")}>
        {t("noneHelp")}
      </EmptyState>
    );
  return (
    <Table caption={t("goingOn")}>
      <TableHead>
        <HeaderCell>{t("alert")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("since")}</HeaderCell>
        {canAct ? <HeaderCell>{t("act")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {alerts.map(alert => (
          <OpenAlert key={alert.id} alert={alert} canAct={canAct} />
        ))}
      </TableBody>
    </Table>
  );
}

/** Alerts that are over, newest first. */
export function PastAlerts({ alerts }: Omit<AlertTableProps, "canAct">) {
  const t = useTranslations("alerts");
  if (alerts.length === 0) return <EmptyState icon={History} title={t("noneOver")} />;
  return (
    <Table caption={t("over")}>
      <TableHead>
        <HeaderCell>{t("alert")}</HeaderCell>
        <HeaderCell>{t("begun")}</HeaderCell>
        <HeaderCell>{t("ended")}</HeaderCell>
      </TableHead>
      <TableBody>
        {alerts.map(alert => (
          <TableRow key={alert.id}>
            <What alert={alert} />
            <Cell label={t("begun")} className="whitespace-nowrap">
              <Time value={alert.openedAt} />
            </Cell>
            <Cell label={t("ended")} className="whitespace-nowrap">
              {alert.closedAt ? <Time value={alert.closedAt} relative /> : "–"}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function OpenAlert({ alert, canAct }: { alert: AlertView; canAct: boolean }) {
  const t = useTranslations("alerts");
  const name = t(`rules.${alert.kind}.name`);
  return (
    <TableRow>
      <What alert={alert} />
      <State alert={alert} />
      <Cell label={t("since")} className="whitespace-nowrap">
        <Time value={alert.openedAt} relative />
      </Cell>
      {canAct ? (
        <Cell label={t("act")}>{alert.state === "open" ? <AlertAcknowledge id={alert.id} name={name} /> : "–"}</Cell>
      ) : null}
    </TableRow>
  );
}

function What({ alert: { kind, subject, detail, closedAt } }: { alert: AlertView }) {
  const t = useTranslations("alerts");
  const name = t(`rules.${kind}.name`);
  const { path } = detail;
  return (
    <Cell lead label={t("alert")} className="sm:min-w-72">
      {typeof path === "string" ? (
        <Link href={path} className="link">
          {name}
        </Link>
      ) : (
        name
      )}
      <span className="block max-w-xl text-sm font-normal text-pretty wrap-anywhere text-ink-muted">
        {t(`rules.${kind}.what`, { ...detail, subject })}{" "}
        {closedAt ? null : t(`rules.${kind}.next`, { ...detail, subject })}
      </span>
    </Cell>
  );
}

function State({ alert: { state, severity, acknowledgedBy, toldAt } }: { alert: AlertView }) {
  const t = useTranslations("alerts");
  return (
    <Cell label={t("state")}>
      <span className="grid">
        <AlertSeverity severity={severity} />
        <Status tone={tones[state]}>{t(`states.${state}`)}</Status>
        {acknowledgedBy ? (
          <span className="text-sm text-ink-muted">
            {t("acknowledgedBy", { name: acknowledgedBy.name ?? t("person", { id: String(acknowledgedBy.id) }) })}
          </span>
        ) : null}
        <span className="text-sm text-ink-muted sm:whitespace-nowrap">
          {t("told")} {toldAt ? <Time value={toldAt} /> : t("toldNever")}
        </span>
      </span>
    </Cell>
  );
}
