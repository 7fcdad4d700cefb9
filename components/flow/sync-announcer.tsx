"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { countSkipped, isEnded, isPaused, listMissing, type SyncView } from "./sync-view";

/** Tells those who cannot see the bar of the start, each finished part, each problem and the end; silent between polls. */
export function SyncAnnouncer({ view }: { view: SyncView }) {
  const t = useTranslations("flow.sync");
  const before = useRef<SyncView | null>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    const news = tell(before.current, view, t);
    before.current = view;
    if (news) setText(news);
  }, [view, t]);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}

function tell(before: SyncView | null, view: SyncView, t: ReturnType<typeof useTranslations<"flow.sync">>): string {
  if (isEnded(view)) {
    if (before && isEnded(before)) return "";
    const skipped = countSkipped(view.parts);
    if (view.status === "completed" && skipped > 0) return t("end.problems.title", { count: skipped });
    const failed = listMissing(view.parts).length;
    return t(`end.${view.status as "completed" | "partial" | "failed" | "cancelled"}.title`, {
      failed,
      count: view.parts.length,
    });
  }
  if (!before || before.startedAt !== view.startedAt) return t("started");
  if (view.status === "waiting") return before.status === "waiting" ? "" : t(isPaused(view) ? "paused" : "waiting");
  if (view.pace === "stuck" && before.pace !== "stuck") return t("stuck");
  if (view.pace === "slow" && before.pace === "moving") return t("slow");
  const settled = view.parts.filter(part => before.parts.find(({ id }) => id === part.id)?.state !== part.state);
  return settled
    .filter(part => part.state === "done" || part.state === "failed" || part.state === "retrying")
    .map(part => t(`partNews.${part.state as "done" | "failed" | "retrying"}`, { title: part.title }))
    .join(" ");
}
