import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ScheduleView } from "@/lib/agents/view/schedule";
import type { StatusView } from "@/lib/agents/view/status";
import { FetchAgain } from "./fetch-again";
import { MissingParts } from "./missing-parts";
import { NextSync } from "./next-sync";
import { ResumeSync } from "./pause-sync";
import { RunningSync } from "./running-sync";
import { syncPace } from "./sync-data";
import { WatchStatus } from "./watch-status";

const wizard = "/agent/onboarding/sync";

type LastSyncProps = {
  current: StatusView;
  /** There is a key that works: all of it can be fetched anew. */
  hasKey: boolean;
  schedule: ScheduleView;
  /** "Tell me when ready", where a sync goes on or comes soon. */
  notify: ReactNode;
};

/** How the newest sync went and when, with the way on; one that goes on is watched. */
export function LastSync({ current, hasKey, schedule, notify }: LastSyncProps) {
  return (
    <div role="status" className="grid gap-4 empty:hidden">
      {schedule.pausedAt ? <PausedSince at={schedule.pausedAt} /> : null}
      <UnderWay current={current} schedule={schedule} showsParts notify={notify} />
      {current.endedAt === null ? null : (
        <Ended current={current} at={current.endedAt} hasKey={hasKey} schedule={schedule} notify={notify} />
      )}
    </div>
  );
}

type UnderWayProps = Pick<LastSyncProps, "schedule"> & {
  current: StatusView | null;
  /** The page shows what each part has brought. */
  showsParts?: boolean;
  notify?: ReactNode;
};

/** Says that a sync goes on; watches it, also while it is paused, and draws the page anew with what becomes of it. */
export function UnderWay({ current, schedule: { pausedAt }, showsParts = false, notify }: UnderWayProps) {
  const live = current?.endedAt === null && !pausedAt ? current : null;
  return (
    <>
      <WatchStatus current={current} showsParts={showsParts} />
      {live ? (
        <RunningSync key={live.id} jobId={live.id} drawnAt={live.serverTime} pace={syncPace(live)} notify={notify} />
      ) : null}
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

function Ended({ current, at, hasKey, schedule, notify }: LastSyncProps & { at: string }) {
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
      {state === "partial" || state === "failed" ? <MissingParts current={current} notify={notify} /> : null}
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
