"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useViewerZone } from "@/components/ui/viewer-zone";
import { SyncAnnouncer } from "./sync-announcer";
import { SyncEnd, type SyncEndSlots } from "./sync-end";
import { SyncParts } from "./sync-parts";
import { SyncTrouble } from "./sync-trouble";
import { findSharedCause, isEnded, isPaused, type SyncData, type SyncPart, type SyncView } from "./sync-view";
import { useSync } from "./use-sync";

type SyncProgressProps = SyncEndSlots & {
  /** The run's id; another id starts afresh. */
  id: string;
  /** What is running, for the bar's name ("Order import"). */
  label: string;
  /** What the server knew when the page was drawn. */
  initial: SyncData;
  /** Asks again; throws when there is no answer. */
  refresh: () => Promise<SyncData>;
  /** "Tell me when ready". */
  notify?: ReactNode;
  /** "Stop", as long as it runs. */
  stop?: ReactNode;
  /** What is told while it waits for somebody: for what, and that it goes on by itself. */
  waiting?: string;
  /** "Pause", as long as it runs and is not paused; and what is told, and can be done, while it is. */
  pause?: ReactNode;
  paused?: ReactNode;
  /** What was found wrong with rows, once it has ended. */
  issues?: ReactNode;
  /** `tell` says why, once, where all that failed did so for one cause. */
  tellsSharedCause?: boolean;
  /** What somebody can do about a part that failed. */
  advise?: (part: SyncPart) => ReactNode;
};

/** A run as it goes: bar or counter, parts, what went wrong, and how it ended. */
export function SyncProgress({
  id,
  label,
  initial,
  refresh,
  notify,
  stop,
  waiting,
  pause,
  paused,
  issues,
  tellsSharedCause = false,
  advise,
  ...ends
}: SyncProgressProps) {
  const t = useTranslations("flow.sync");
  const { view, lost, heardAt } = useSync(id, initial, refresh);
  const ended = isEnded(view);
  const isCauseTold = ended && tellsSharedCause && findSharedCause(view.parts) !== null;
  return (
    <div className="grid gap-6">
      <SyncAnnouncer view={view} />
      {ended ? <SyncEnd view={view} {...ends} /> : null}
      <SyncTrouble upstream={view.trouble} isOver={ended && !view.nextRetryAt} />
      {view.status === "waiting" ? <Waiting text={waiting} paused={isPaused(view) ? paused : null} /> : null}
      {ended || view.status === "waiting" ? null : <Meter label={label} view={view} />}
      {!ended && view.pace === "slow" ? <Notice>{t("slow")}</Notice> : null}
      {!ended && view.pace === "stuck" ? (
        <Notice tone="warning" title={t("stuck")}>
          {t("stuckHelp")}
        </Notice>
      ) : null}
      {!ended && lost ? <Lost heardAt={heardAt} /> : null}
      {view.parts.length > 0 ? (
        <SyncParts
          parts={view.parts}
          isStuck={!ended && view.pace === "stuck"}
          isCauseTold={isCauseTold}
          advise={advise}
        />
      ) : null}
      {ended && view.parts.some(part => part.issues > 0) ? issues : null}
      {ended ? null : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-muted">{view.status === "waiting" ? null : t("closable")}</p>
          <div className="flex flex-wrap items-start gap-3">
            {notify}
            {view.status === "waiting" ? null : pause}
            {stop}
          </div>
        </div>
      )}
    </div>
  );
}

function Waiting({ text, paused }: { text: string | undefined; paused: ReactNode }) {
  const t = useTranslations("flow.sync");
  if (paused) return paused;
  return (
    <Notice tone="warning" title={t("waiting")}>
      {text}
    </Notice>
  );
}

// A bar only when the total is known; else the counter alone, and the bar is told, not shown.
function Meter({ label, view }: { label: string; view: SyncView }) {
  const t = useTranslations("flow.sync");
  const format = useFormatter();
  const current = view.parts.find(part => part.state === "running" || part.state === "retrying");
  return (
    <div className="grid gap-2.5">
      <p className="flex items-baseline justify-between gap-4 tabular-nums">
        <span className={view.percent === null ? "text-2xl font-semibold" : "font-medium"}>
          {headline(view, current, t)}
        </span>
        {view.percent !== null ? (
          <span className="text-2xl font-semibold">{format.number(view.percent / 100, { style: "percent" })}</span>
        ) : null}
      </p>
      <div className={view.percent === null ? "sr-only" : undefined}>
        <ProgressBar label={label} value={view.percent} valueText={valueText(view, current, t)} />
      </div>
      {view.minutesLeft !== null ? (
        <p className="text-sm text-ink-muted">{t("minutesLeft", { minutes: view.minutesLeft })}</p>
      ) : null}
    </div>
  );
}

function Lost({ heardAt }: { heardAt: Date }) {
  const t = useTranslations("flow.sync");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const time = format.dateTime(heardAt, { timeStyle: "medium", hourCycle: "h23", timeZone });
  return <Notice tone="warning">{t("lost", { time })}</Notice>;
}

type Texts = ReturnType<typeof useTranslations<"flow.sync">>;

function headline(view: SyncView, current: SyncPart | undefined, t: Texts): string {
  if (view.status === "pending" || !current) return t(view.status === "processing" ? "processing" : "starting");
  const { title, done, total, state } = current;
  if (total !== null) return t("ofTotal", { title, done, total });
  if (state === "retrying") return t("again", { title });
  return done === 0 ? t("beginning", { title }) : t("soFar", { title, done });
}

function valueText(view: SyncView, current: SyncPart | undefined, t: Texts): string {
  if (!current) return headline(view, current, t);
  const { title, done, total } = current;
  const place = { number: view.parts.indexOf(current) + 1, count: view.parts.length, title, done };
  return total === null ? t("stepSoFar", place) : t("stepOfTotal", { ...place, total });
}
