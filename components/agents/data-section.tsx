import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import type { Fresh } from "./dashboard/data-cards";
import { LiveStatus } from "./dashboard/live-part";
import { NotRead } from "./not-read";
import { isAwaitingResume, syncPace } from "./sync-data";
import { UpToDate } from "./up-to-date";

type DataSectionProps = {
  /** Where a link of the dashboard leads. */
  id: string;
  title: string;
  /** Whose data it tells. */
  step: string;
  fresh: Fresh;
  /** The newest sync. */
  current: StatusView | null;
  children: ReactNode;
};

/**
 * What a page tells of one data set, under how fresh it is; with why it is not fresher where its last reading failed. Of one that never came it
 * says why, and nothing of what it holds.
 */
export function DataSection({ id, title, step, fresh, current, children }: DataSectionProps) {
  const readAt = fresh.get(step)?.readAt;
  const part = current?.steps.find(one => one.id === step);
  const isLive = current?.endedAt === null && !isAwaitingResume(current);
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="scroll-mt-6 text-lg font-semibold">
          {title}
        </h2>
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          {isLive && part ? (
            <LiveStatus jobId={current.id} drawnAt={current.serverTime} pace={syncPace(current)} part={part} />
          ) : null}
          {readAt ? <UpToDate readAt={readAt} /> : null}
        </div>
      </div>
      {readAt && part?.state === "failed" ? <Outdated part={part} nextRetryAt={current?.nextRetryAt} /> : null}
      {readAt ? children : <NotRead current={current} part={part} isLive={isLive} title={title} />}
    </section>
  );
}

type OutdatedProps = { part: StatusView["steps"][number]; nextRetryAt: string | null | undefined };

/** Above data that the last sync could not read anew: why, and when it is tried again by itself. */
function Outdated({ part: { error }, nextRetryAt }: OutdatedProps) {
  const t = useTranslations("agents");
  return (
    <Notice tone="warning" title={t("missingData.oldTitle")}>
      {error ? <p>{error.message}</p> : null}
      {nextRetryAt ? <p>{t.rich("dashboard.retryBySelf", { when: () => <Time value={nextRetryAt} /> })}</p> : null}
    </Notice>
  );
}
