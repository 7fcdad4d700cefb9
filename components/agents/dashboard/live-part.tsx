"use client";

import { useTranslations } from "next-intl";
import { StepStatus } from "@/components/flow/step-status";
import type { SyncView } from "@/components/flow/sync-view";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import { useLivePace, useLivePart } from "../live-sync";

type LivePartProps = {
  jobId: number;
  drawnAt: string;
  /** Whether its sync still moved. */
  pace: SyncView["pace"];
  part: StatusView["steps"][number];
};

/** The state of a part of a sync that goes on, as icon and word; nothing once it is done. */
export function LiveStatus(props: LivePartProps) {
  const { shown } = useLivePart(props);
  const pace = useLivePace(props);
  if (shown === "done") return null;
  return <StepStatus state={shown === "running" && pace === "stuck" ? "stalled" : shown} />;
}

/** How far a part of a sync that goes on has come, or when it is tried again. */
export function LiveProgress({ title, ...props }: LivePartProps & { title: string }) {
  const t = useTranslations("agents.dashboard.card");
  const { state, done, total, nextAttemptAt, error } = useLivePart(props).part;
  if (state === "pending") return <p className="text-sm text-ink-muted">{t("pending")}</p>;
  if (state === "retrying")
    return (
      <div className="grid gap-1 text-sm text-pretty">
        <p>
          {nextAttemptAt
            ? t.rich("retryAt", { when: () => <Time value={nextAttemptAt} precision="short" /> })
            : t("retry")}
        </p>
        {error ? <p className="text-ink-muted">{error.message}</p> : null}
      </div>
    );
  if (state !== "running") return null;
  const text = total ? t("ofTotal", { done, total }) : done > 0 ? t("soFar", { done }) : t("begun");
  return (
    <div className="grid gap-2 text-sm">
      <p className="tabular-nums">{text}</p>
      {total ? (
        <ProgressBar size="small" label={title} value={Math.min(done, total)} max={total} valueText={text} />
      ) : null}
    </div>
  );
}
