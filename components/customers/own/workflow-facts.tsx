import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { WorkflowDetail } from "@/lib/customers/view/access";
import { WorkflowState } from "./own-workflows";

/** What is known of a workflow besides its tasks. */
export function WorkflowFacts({ workflow }: { workflow: WorkflowDetail }) {
  const t = useTranslations("customer.workflow.facts");
  const triggers = useTranslations("customer.workflows.triggers");
  const { isActive, version, interval, timezone, description, exportedAt } = workflow;
  const { zuoraUpdatedAt, changedAt, syncedAt } = workflow;
  const time = (value: string | null) => (value ? <Time value={value} /> : null);
  const items = [
    { key: "state", label: t("state"), value: <WorkflowState isActive={isActive} /> },
    ...(description ? [{ key: "description", label: t("description"), value: description }] : []),
    { key: "version", label: t("version"), value: version },
    { key: "triggers", label: t("triggers"), value: workflow.triggers.map(one => triggers(one)).join(" · ") },
    ...(interval ? [{ key: "interval", label: t("interval"), value: `${interval} ${timezone ?? ""}`.trim() }] : []),
    { key: "zuoraUpdatedAt", label: t("zuoraUpdatedAt"), value: time(zuoraUpdatedAt) },
    { key: "changedAt", label: t("changedAt"), value: time(changedAt) },
    { key: "syncedAt", label: t("syncedAt"), value: time(syncedAt) },
    { key: "exportedAt", label: t("exportedAt"), value: time(exportedAt) },
  ];
  return (
    <Card title={t("title")}>
      <DescriptionList items={items} />
    </Card>
  );
}
