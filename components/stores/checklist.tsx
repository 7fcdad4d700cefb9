import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TaskList } from "@/components/flow/task-list";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { ChecklistView } from "@/lib/stores/view/checklist";
import { PutOff } from "./put-off";

type Props = {
  view: ChecklistView;
  /** Where the store's pages are. */
  base: string;
  /** Puts one task off. */
  putOff: (input: unknown) => Promise<Envelope<unknown>>;
  /** Puts the list away. */
  dismiss: ReactNode;
};

/** What is worth doing after the set-up: the next thing with its instructions, and all of them folded away. */
export function Checklist({ view: { tasks, done, total, percent }, base, putOff, dismiss }: Props) {
  const t = useTranslations("stores.checklist");
  const next = tasks.find(task => !task.isDone && !task.isLater);
  const listed = tasks.map(({ id, place, isDone, isLater }) => ({
    id,
    title: t(`tasks.${id}.title`),
    href: `${base}/${place}`,
    isDone,
    note: isLater ? t("later") : undefined,
  }));
  return (
    <Card title={t("title")} description={t("done", { done, total })} footer={dismiss}>
      <div className="grid gap-5">
        <ProgressBar label={t("title")} value={percent} valueText={t("done", { done, total })} />
        {next ? (
          <div className="grid justify-items-start gap-3">
            <div className="grid gap-1">
              <h3 className="font-medium">{t(`tasks.${next.id}.title`)}</h3>
              <p className="text-pretty text-ink-muted">{t(`tasks.${next.id}.how`)}</p>
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <LinkButton href={`${base}/${next.place}`} size="small">
                {t(`tasks.${next.id}.button`)}
              </LinkButton>
              {next.isOptional ? <PutOff task={next.id} title={t(`tasks.${next.id}.title`)} putOff={putOff} /> : null}
            </div>
          </div>
        ) : (
          <p className="text-ink-muted">{t("restLater")}</p>
        )}
        <details>
          <summary className="link w-fit cursor-pointer py-1.5">{t("all", { total })}</summary>
          <div className="mt-3">
            <TaskList tasks={listed} />
          </div>
        </details>
      </div>
    </Card>
  );
}
