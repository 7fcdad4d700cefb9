"use client";

import { useTranslations } from "next-intl";
import type { EndTold } from "@/components/flow/sync-end";
import { SupportCode } from "@/components/flow/sync-parts";
import { findSharedCause, type SyncView } from "@/components/flow/sync-view";
import { Time } from "@/components/ui/time";
import { countArrived, countExpected } from "./sync-data";

/** Says how a sync ended: what is there, what is not and why. */
export function useEndTexts(): (view: SyncView) => EndTold {
  const t = useTranslations("agents.sync");
  return view => {
    const { status, parts, error } = view;
    const [arrived, count] = [countArrived(parts), countExpected(parts)];
    if (status === "completed") {
      const skipped = parts.length - count;
      return { title: t("completeTitle", { count }), text: skipped > 0 ? t("skippedNote", { count: skipped }) : null };
    }
    if (status === "cancelled") return { title: t("cancelledTitle"), text: t("cancelledHelp", { arrived, count }) };
    if (error) return { title: t("errorTitle"), text: error.message };
    const title = arrived > 0 ? t("partialTitle", { arrived, count }) : t("failedTitle");
    return { title, text: <Missing view={view} /> };
  };
}

function Missing({ view: { parts, nextRetryAt } }: { view: SyncView }) {
  const t = useTranslations("agents.sync");
  const tellLeft = useTranslations("agents.dashboard");
  const left = parts.filter(({ state }) => state === "cancelled").map(({ title }) => title);
  const failed = parts.filter(({ state }) => state === "failed");
  const causes = [...new Set(failed.map(part => part.error?.message ?? ""))];
  const shared = findSharedCause(parts);
  const named = (cause: string) => failed.filter(part => (part.error?.message ?? "") === cause);
  return (
    <div className="grid gap-1">
      {causes.map(cause => {
        const names = named(cause).map(({ title }) => title);
        return <p key={cause}>{t("partialLine", { part: names.join(", "), count: names.length, cause })}</p>;
      })}
      {left.length > 0 ? <p>{tellLeft("leftOut", { part: left.join(", ") })}</p> : null}
      {shared?.supportCode ? <SupportCode code={shared.supportCode} /> : null}
      {nextRetryAt ? <p>{t.rich("retryBySelf", { when: () => <Time value={nextRetryAt} /> })}</p> : null}
    </div>
  );
}
