"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import type { Tone } from "@/components/ui/tone";
import { countSkipped, listMissing, type SyncPart, type SyncStatus, type SyncView } from "./sync-view";

/** What is said of an end. */
export type EndTold = { title: ReactNode; text?: ReactNode };

/** What may be done at each end: go on, try the failed parts again, start anew. */
export type SyncEndSlots = {
  /** Says of an end what its kind has to say; null for the common words. */
  tell?: (view: SyncView) => EndTold | null;
  whenDone?: ReactNode;
  whenPartial?: ReactNode | ((failed: readonly SyncPart[]) => ReactNode);
  whenFailed?: ReactNode | ((failed: readonly SyncPart[]) => ReactNode);
  whenCancelled?: ReactNode;
};

type Ended = Extract<SyncStatus, "completed" | "partial" | "failed" | "cancelled">;

const tones: Record<Ended, Tone> = { completed: "success", partial: "warning", failed: "danger", cancelled: "neutral" };

/** How a run ended, and the way on. */
export function SyncEnd({ view, tell, ...slots }: SyncEndSlots & { view: SyncView }) {
  const t = useTranslations("flow.sync.end");
  const status = view.status as Ended;
  const [failed, missing] = [view.parts.filter(part => part.state === "failed"), listMissing(view.parts)];
  const actions = pickActions(slots, status, failed);
  const told = tell?.(view);
  if (told)
    return (
      <Notice tone={tones[status]} title={told.title} actions={actions}>
        {told.text}
      </Notice>
    );
  const error = failed[0]?.error?.message;
  const skipped = countSkipped(view.parts);
  if (status === "completed" && skipped > 0)
    return (
      <Notice tone="warning" title={t("problems.title", { count: skipped })} actions={actions}>
        <SkippedOf parts={view.parts} />
      </Notice>
    );
  return (
    <Notice
      tone={tones[status]}
      title={t(`${status}.title`, { failed: missing.length, count: view.parts.length })}
      actions={actions}
    >
      {status === "partial" ? missing.map(part => part.title).join(", ") : null}
      {status === "failed" ? (error ?? t("failed.help")) : null}
      {status === "cancelled" ? t("cancelled.help") : null}
    </Notice>
  );
}

function pickActions(slots: SyncEndSlots, status: Ended, failed: readonly SyncPart[]): ReactNode {
  const { whenDone, whenPartial, whenFailed, whenCancelled } = slots;
  const slot = { completed: whenDone, partial: whenPartial, failed: whenFailed, cancelled: whenCancelled }[status];
  return typeof slot === "function" ? slot(failed) : slot;
}

function SkippedOf({ parts }: { parts: readonly SyncPart[] }) {
  const t = useTranslations("flow.sync.end");
  return (
    <ul>
      {parts
        .filter(part => part.skipped > 0)
        .map(({ id, title, skipped, done }) => (
          <li key={id}>{t("problems.part", { title, skipped, done })}</li>
        ))}
    </ul>
  );
}
