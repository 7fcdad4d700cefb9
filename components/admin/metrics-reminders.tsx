import { useTranslations } from "next-intl";
import { CountTable } from "@/components/ui/count-table";

const columns = ["sent", "cameBack", "stopped"] as const;

/** What came of the reminders of one kind. */
export type ReminderFigure = { kind: string } & Record<(typeof columns)[number], number>;

/** Of each kind: how many were reminded, how many went on, and how many want no more. */
export function MetricsReminders({ reminders }: { reminders: readonly ReminderFigure[] }) {
  const t = useTranslations("admin.metrics.reminders");
  if (reminders.length === 0) return <p className="p-5 text-ink-muted">{t("none")}</p>;
  return (
    <CountTable
      caption={t("title")}
      lead={t("kind")}
      columns={columns.map(id => ({ id, label: t(id) }))}
      rows={reminders.map(({ kind, ...counts }) => ({
        id: kind,
        name: t.has(`kinds.${kind}`) ? t(`kinds.${kind}`) : kind,
        counts,
      }))}
    />
  );
}
