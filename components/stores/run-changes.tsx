import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { CountTable } from "@/components/ui/count-table";
import { Time } from "@/components/ui/time";
import type { ChangesView } from "@/lib/stores/view/changes";

const columns = ["created", "updated", "gone", "unchanged"] as const;

/** What the last run has changed against the one before. */
export function RunChanges({ view }: { view: ChangesView }) {
  const t = useTranslations("stores.changes");
  return (
    <Card flush title={t("title")} actions={<Time value={view.at} className="text-sm text-ink-muted" />}>
      <CountTable
        caption={t("title")}
        lead={t("what")}
        columns={columns.map(id => ({ id, label: t(id) }))}
        rows={view.parts.map(part => ({ id: part.id, name: t(`parts.${part.id}`), counts: part }))}
      />
    </Card>
  );
}
