import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ScheduleView } from "@/lib/agents/view/schedule";
import type { StatusView } from "@/lib/agents/view/status";
import { FetchAgain } from "./fetch-again";
import { MissingParts } from "./missing-parts";
import { NextSync } from "./next-sync";
import { ResumeSync } from "./pause-sync";
import { countEndedParts } from "./sync-data";
import { WatchSync } from "./watch-sync";

const wizard = "/agent/onboarding/sync";

type LastSyncProps = {
  current: StatusView;
  /** There is a key that works: all of it can be fetched anew. */
  hasKey: boolean;
  schedule: ScheduleView;
};

/** How the newest sync went and when, with the way on; one that goes on is watched. */
export function LastSync({ current, hasKey, schedule }: LastSyncProps) {
  return (
    <div role="status" className="grid gap-4 empty:hidden">
      {schedule.pausedAt ? <PausedSince at={schedule.pausedAt} /> : null}
      {current.endedAt === null ? (
        schedule.pausedAt ? null : (
          <RunningSync jobId={current.id} ended={countEndedParts(current)} />
        )
      ) : (
        <Ended current={current} at={current.endedAt} hasKey={hasKey} schedule={schedule} />
      )}
    </div>
  );
}

/** Says that a sync goes on, leads to where it is watched, and draws the page anew at its end, or with `ended` at that of each part. */
export function RunningSync({ jobId, ended }: { jobId: number; ended?: number }) {
  const t = useTranslations("agents.dashboard");
  return (
    <>
      <WatchSync jobId={jobId} ended={ended} />
      <Notice title={t("running")} actions={<ToWizard label={t("watch")} />} />
    </>
  );
}

/** Says that nothing is fetched and since when, and resumes. */
export function PausedSince({ at }: { at: string }) {
  const t = useTranslations("agents.pause");
  return (
    <Notice title={t.rich("since", { when: () => <Time value={at} /> })} actions={<ResumeSync size="small" />}>
      {t("help")}
    </Notice>
  );
}

const ToWizard = ({ label }: { label: string }) => (
  <LinkButton href={wizard} variant="secondary" size="small">
    {label}
  </LinkButton>
);

function Ended({ current, at, hasKey, schedule }: LastSyncProps & { at: string }) {
  const t = useTranslations("agents.dashboard");
  const { state, error, waitingFor } = current;
  if (state === "cancelled")
    return (
      <Notice title={t("stopped")} actions={<ToWizard label={t("goOn")} />}>
        {t("stoppedHelp")}
      </Notice>
    );
  // That there is no key that works is said above it.
  if (error && waitingFor === "rezen_key") return null;
  if (error)
    return (
      <Notice tone="warning" title={t("notBegun")}>
        {error.message}
      </Notice>
    );
  return (
    <div className="grid gap-4">
      {state === "partial" || state === "failed" ? <MissingParts current={current} /> : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Told startedAt={current.startedAt} endedAt={at} next={schedule.nextSyncAt} />
        {state === "complete" && hasKey ? <FetchAgain /> : null}
      </div>
    </div>
  );
}

function Told({ startedAt, endedAt, next }: { startedAt: string; endedAt: string; next: string | null }) {
  const t = useTranslations("agents.dashboard");
  const took = Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000));
  const [minutes, seconds] = [Math.floor(took / 60), took % 60];
  const duration = t(minutes > 0 ? "duration.minutes" : "duration.seconds", { minutes, seconds });
  return (
    <p className="text-sm text-ink-muted">
      {t.rich("last", { duration, when: () => <Time value={endedAt} /> })} {next ? <NextSync at={next} /> : null}
    </p>
  );
}
