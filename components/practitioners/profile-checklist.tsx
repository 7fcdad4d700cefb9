import { useTranslations } from "next-intl";
import { TaskList } from "@/components/flow/task-list";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";

type ProfileChecklistProps = { hasOffering: boolean; isShown: boolean };

/** What is worth doing after the set-up; gone once all of it is done. */
export function ProfileChecklist({ hasOffering, isShown }: ProfileChecklistProps) {
  const t = useTranslations("practitioners.checklist");
  const isDone = { profile: true, offering: hasOffering, active: isShown };
  const tasks = (["profile", "offering", "active"] as const).map(id => ({
    id,
    title: t(`tasks.${id}`),
    href: "#offerings",
    isDone: isDone[id],
  }));
  const done = tasks.filter(task => task.isDone).length;
  const total = tasks.length;
  if (done === total) return null;
  const progress = t("done", { done, total });
  return (
    <Card title={t("title")} description={progress}>
      <div className="grid gap-5">
        <ProgressBar label={t("title")} value={done} max={total} valueText={progress} />
        <TaskList tasks={tasks} />
      </div>
    </Card>
  );
}
