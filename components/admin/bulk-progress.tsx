"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Time } from "@/components/ui/time";
import type { BulkView } from "@/lib/platform/bulk/view";
import { call } from "@/lib/platform/http/browser";
import { type BulkResultSearch, BulkResults } from "./bulk-results";
import { useImportProgress } from "./use-import-progress";

type BulkProgressProps = { initial: BulkView; search: BulkResultSearch; canAct: boolean };

const tones = { pending: "active", running: "active", done: "success", aborted: "warning" } as const;

function addressOf(id: number, { state, cursor }: BulkResultSearch): string {
  const query = new URLSearchParams({ ...(state ? { state } : {}), ...(cursor ? { cursor: String(cursor) } : {}) });
  return `/api/v1/admin/bulk/${id}${query.size > 0 ? `?${query}` : ""}`;
}

// The item in hand of an aborted one ends a moment later.
const moves = ({ endedAt, counts }: BulkView) => endedAt === null || counts.begun > 0;

/** How far a bulk job is, looked at anew as long as it runs, and what became of each onboarding. */
export function BulkProgress({ initial, search, canAct }: BulkProgressProps) {
  const t = useTranslations("bulk.job");
  const { data: polled, isError } = useImportProgress(addressOf(initial.id, search), initial, moves);
  const data = moves(initial) ? polled : initial;
  const { id, state, done, total, counts, endedBecause } = data;
  const isOver = data.endedAt !== null;
  return (
    <div className="grid grid-cols-1 gap-6">
      <Card
        title={t(`states.${state}`)}
        description={endedBecause ? t(`because.${endedBecause}`, { count: counts.pending }) : undefined}
        actions={canAct && !isOver ? <Abort id={id} /> : null}
      >
        <div className="grid gap-4">
          <div role="status" className="sr-only">
            {isOver ? `${t(`states.${state}`)}. ${t("ended", { ...counts })}` : ""}
          </div>
          {isError ? <Notice tone="warning" title={t("lost")} /> : null}
          <Waits job={data} />
          <ProgressBar
            label={t("progress")}
            value={done}
            max={total}
            valueText={t("progressText", { done, total })}
            tone={tones[state]}
          />
          <p className="text-sm text-ink-muted tabular-nums">{t("progressText", { done, total })}</p>
          <DescriptionList items={figuresOf(data, t)} />
        </div>
      </Card>
      <BulkResults job={data} search={search} />
    </div>
  );
}

function Waits({ job: { waitsFor } }: { job: BulkView }) {
  const t = useTranslations("bulk");
  if (!waitsFor) return null;
  const name = t.has(`upstreams.${waitsFor}` as "upstreams.rezen")
    ? t(`upstreams.${waitsFor}` as "upstreams.rezen")
    : waitsFor;
  return <Notice title={t("job.waits", { name })}>{t("job.waitsHelp")}</Notice>;
}

type Texts = ReturnType<typeof useTranslations<"bulk.job">>;

function figuresOf({ counts, createdAt, endedAt }: BulkView, t: Texts) {
  const figure = (key: "done" | "refused" | "pending") => ({
    key,
    label: t(`counts.${key}`),
    value: String(key === "pending" ? counts.pending + counts.begun : counts[key]),
  });
  return [
    ...(["done", "refused", "pending"] as const).map(figure),
    { key: "asked", label: t("asked"), value: <Time value={createdAt} relative /> },
    ...(endedAt ? [{ key: "end", label: t("end"), value: <Time value={endedAt} relative /> }] : []),
  ];
}

function Abort({ id }: { id: number }) {
  const t = useTranslations("bulk.job.abort");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small">
          <Ban aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      goBack={t("goBack")}
      confirm={{ label: t("button"), busy: t("busy"), isDanger: true }}
      act={() => call("POST", `/api/v1/admin/bulk/${id}/abort`)}
      done={t("done")}
    />
  );
}
