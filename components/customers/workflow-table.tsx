"use client";

import { CircleDashed, CircleMinus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { WorkflowView } from "@/lib/customers/view/workflow";
import type { CustomerActions } from "./customer-actions";
import { SyncOne } from "./sync-one";

type WorkflowTableProps = {
  customerId: number;
  workflows: readonly WorkflowView[];
  /** Nothing where somebody may only look. */
  sync: CustomerActions["sync"] | null;
};

const onlyRoomy = "sm:max-lg:hidden";

/** A customer's workflows as the last sync found them; cards on phones. */
export function WorkflowTable({ customerId, workflows, sync }: WorkflowTableProps) {
  const t = useTranslations("customers.list");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("workflow")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell className={onlyRoomy}>{t("version")}</HeaderCell>
        <HeaderCell>{t("triggers")}</HeaderCell>
        <HeaderCell numeric>{t("tasks")}</HeaderCell>
        <HeaderCell>{t("contents")}</HeaderCell>
        {sync ? <HeaderCell>{t("act")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {workflows.map(workflow => (
          <WorkflowRow key={workflow.id} customerId={customerId} workflow={workflow} sync={sync} />
        ))}
      </TableBody>
    </Table>
  );
}

type WorkflowRowProps = Omit<WorkflowTableProps, "workflows"> & { workflow: WorkflowView };

function WorkflowRow({ customerId, workflow, sync }: WorkflowRowProps) {
  const t = useTranslations("customers.list");
  const format = useFormatter();
  const { id, zuoraId, name, isActive, version, triggers, interval, timezone, tasks } = workflow;
  return (
    <TableRow>
      <Cell lead label={t("workflow")} className="max-w-80">
        <span className="wrap-anywhere">{name}</span>
        <span className="block font-mono text-sm font-normal text-ink-muted">{zuoraId}</span>
      </Cell>
      <Cell label={t("state")}>
        {isActive ? (
          <Status tone="success">{t("active")}</Status>
        ) : (
          <Status tone="neutral" icon={CircleMinus}>
            {t("inactive")}
          </Status>
        )}
      </Cell>
      <Cell label={t("version")} className={onlyRoomy}>
        {version ?? "–"}
      </Cell>
      <Cell label={t("triggers")}>
        <span className="grid">
          {triggers.length > 0 || !interval ? triggers.map(one => t(`trigger.${one}`)).join(" · ") || "–" : null}
          {interval ? (
            <span className="text-sm text-ink-muted">
              <code className="font-mono">{interval}</code> {timezone}
            </span>
          ) : null}
        </span>
      </Cell>
      <Cell numeric label={t("tasks")}>
        {format.number(tasks)}
      </Cell>
      <Cell label={t("contents")}>
        <Contents workflow={workflow} />
      </Cell>
      {sync ? (
        <Cell label={t("act")}>
          <SyncOne customerId={customerId} workflowId={id} name={name} sync={sync} />
        </Cell>
      ) : null}
    </TableRow>
  );
}

function Contents({ workflow: { exportedAt, exportError } }: { workflow: WorkflowView }) {
  const t = useTranslations("customers.list");
  if (exportError)
    return (
      <span className="grid max-w-64 gap-0.5 max-sm:justify-items-end">
        <Status tone="warning">{t("notReadable")}</Status>
        <span className="text-sm text-pretty text-ink-muted">{exportError}</span>
      </span>
    );
  if (!exportedAt)
    return (
      <Status tone="neutral" icon={CircleDashed}>
        {t("notRead")}
      </Status>
    );
  return (
    <span className="grid gap-0.5 max-sm:justify-items-end">
      <Status tone="success">{t("read")}</Status>
      <Time value={exportedAt} className="text-sm whitespace-nowrap text-ink-muted" />
    </span>
  );
}
