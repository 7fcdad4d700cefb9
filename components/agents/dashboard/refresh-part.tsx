"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { useSyncAct } from "../use-sync-act";

type RefreshPartProps = {
  step: string;
  title: string;
  /** It is not here, or the last reading of it has failed. */
  isMissing: boolean;
  /** The id of what says why it cannot be fetched now. */
  blockedBy: string | undefined;
};

/** Fetches one part again; the page drawn anew says that it is under way. While it cannot be it stays there, and says why. */
export function RefreshPart({ step, title, isMissing, blockedBy }: RefreshPartProps) {
  const t = useTranslations("agents.dashboard");
  const { busy, problem, retry } = useSyncAct();
  const isBlocked = blockedBy !== undefined;
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant={isMissing ? "secondary" : "ghost"}
        size="small"
        busy={busy}
        busyLabel={t("retrying")}
        aria-label={busy ? undefined : t(isMissing ? "tryAgainName" : "refreshName", { part: title })}
        aria-disabled={isBlocked || undefined}
        aria-describedby={blockedBy}
        className={classNames(
          !isMissing && "-ml-3",
          isBlocked && "text-ink-muted hover:bg-transparent aria-disabled:cursor-not-allowed",
        )}
        onClick={() => (isBlocked ? undefined : retry([step]))}
      >
        <RotateCw aria-hidden />
        {t(isMissing ? "tryAgain" : "refreshPart")}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
