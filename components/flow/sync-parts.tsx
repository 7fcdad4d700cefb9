"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { useViewerZone } from "@/components/ui/viewer-zone";
import { StepStatus } from "./step-status";
import type { SyncPart } from "./sync-view";

type SyncPartsProps = {
  parts: readonly SyncPart[];
  /** Nothing has moved for minutes. */
  isStuck?: boolean;
  /** Why parts failed is told elsewhere, once for all of them. */
  isCauseTold?: boolean;
  /** What somebody can do about a part that failed. */
  advise?: (part: SyncPart) => ReactNode;
};

/** How a part is shown: one that ended may have left rows out, one that runs may have stalled. */
function shownState({ state, skipped }: SyncPart, isStuck: boolean) {
  if (state === "done" && skipped > 0) return "done_with_problems";
  return state === "running" && isStuck ? "stalled" : state;
}

/** The parts of a run with the state of each. */
export function SyncParts({ parts, isStuck = false, isCauseTold = false, advise }: SyncPartsProps) {
  const t = useTranslations("flow.sync");
  return (
    <ul aria-label={t("parts")} className="divide-y divide-line rounded-md border border-line bg-surface">
      {parts.map(part => (
        <li key={part.id} className="grid gap-1 px-4 py-3 sm:px-5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
            <span className="font-medium">{part.title}</span>
            <span className="flex items-baseline gap-4">
              <Figures part={part} />
              <StepStatus state={shownState(part, isStuck)} className="sm:min-w-34" />
            </span>
          </div>
          <Skipped part={part} />
          {part.skipReason ? <p className="text-sm text-pretty text-ink-muted">{part.skipReason}</p> : null}
          {isCauseTold && part.state === "failed" ? null : <Trouble part={part} />}
          {part.state === "failed" ? <Advice told={advise?.(part)} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Advice({ told }: { told: ReactNode }) {
  return told ? <p className="text-sm text-pretty">{told}</p> : null;
}

function Figures({ part }: { part: SyncPart }) {
  const t = useTranslations("flow.sync");
  const { done, total, state } = part;
  if (state === "pending" || state === "skipped" || (done === 0 && total === null)) return null;
  return (
    <span className="text-sm text-ink-muted tabular-nums">
      {total === null || state === "done" ? t("figure", { done }) : t("figures", { done, total })}
    </span>
  );
}

function Skipped({ part: { skipped } }: { part: SyncPart }) {
  const t = useTranslations("flow.sync");
  return skipped > 0 ? <p className="text-sm text-warning">{t("skipped", { count: skipped })}</p> : null;
}

/** What to name to the support. */
export function SupportCode({ code: value }: { code: string }) {
  const t = useTranslations("flow.sync");
  return (
    <p className="flex items-center gap-1">
      {t.rich("supportCode", { value, code: chunks => <code className="font-mono wrap-anywhere">{chunks}</code> })}
      <CopyButton value={value} name={t("supportCodeName")} />
    </p>
  );
}

function Trouble({ part }: { part: SyncPart }) {
  const t = useTranslations("flow.sync");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const { error, state, attempts, maxAttempts, nextAttemptAt } = part;
  if (state !== "retrying" && state !== "waiting" && state !== "failed") return null;
  const next = nextAttemptAt
    ? format.dateTime(new Date(nextAttemptAt), { timeStyle: "short", hourCycle: "h23", timeZone })
    : null;
  return (
    <div className="text-sm text-pretty text-ink-muted">
      {error ? <p>{error.message}</p> : null}
      {state === "retrying" ? (
        <p>{t(next ? "retryAt" : "retrySoon", { time: next ?? "", attempt: attempts + 1, most: maxAttempts })}</p>
      ) : null}
      {error?.supportCode ? <SupportCode code={error.supportCode} /> : null}
    </div>
  );
}
