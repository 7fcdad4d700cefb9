"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { useSyncAct } from "../use-sync-act";

/** Why a part would be fetched by itself: its last reading has failed, it was never read, or what is here is to be newer. */
export type FetchReason = "failed" | "missing" | "old";

type RefreshPartProps = {
  step: string;
  title: string;
  why: FetchReason;
  /** The id of what says why it cannot be fetched now. */
  blockedBy: string | undefined;
};

/** Fetches one part again; the page drawn anew says that it is under way. While it cannot be it stays there, and says why. */
export function RefreshPart({ step, title, why, blockedBy }: RefreshPartProps) {
  const t = useTranslations("agents.dashboard");
  const { busy, problem, retry } = useSyncAct();
  const [isBlocked, isOld] = [blockedBy !== undefined, why === "old"];
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant={isOld ? "ghost" : "secondary"}
        size="small"
        busy={busy}
        busyLabel={t("retrying")}
        aria-label={busy ? undefined : t(`fetchPart.${why}Name`, { part: title })}
        aria-disabled={isBlocked || undefined}
        aria-describedby={blockedBy}
        className={classNames(
          isOld && "-ml-3",
          isBlocked && "text-ink-muted hover:bg-transparent aria-disabled:cursor-not-allowed aria-disabled:border-line",
        )}
        onClick={() => (isBlocked ? undefined : retry([step]))}
      >
        <RotateCw aria-hidden />
        {t(`fetchPart.${why}`)}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
