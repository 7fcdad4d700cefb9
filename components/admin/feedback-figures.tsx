import { useTranslations } from "next-intl";
import { CountTable } from "@/components/ui/count-table";
import type { FeedbackFigures as Figures } from "@/lib/platform/feedback/schema";

const columns = ["count", "mean", "s5", "s4", "s3", "s2", "s1"] as const;

/** Of each kind: how many answered, their mean, and how many gave each score. */
export function FeedbackFigures({ kinds }: { kinds: readonly Figures[] }) {
  const t = useTranslations("admin.feedback");
  if (kinds.length === 0) return <p className="p-5 text-ink-muted">{t("none")}</p>;
  return (
    <CountTable
      caption={t("figures")}
      lead={t("kind")}
      columns={columns.map(id => ({ id, label: t(`columns.${id}`) }))}
      rows={kinds.map(({ kind, count, mean, scores: [s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0] }) => ({
        id: kind,
        name: t.has(`kinds.${kind}` as never) ? t(`kinds.${kind}` as never) : kind,
        counts: { count, mean, s5, s4, s3, s2, s1 },
      }))}
    />
  );
}
