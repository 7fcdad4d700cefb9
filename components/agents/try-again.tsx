"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useSyncAct } from "./use-sync-act";

/** Fetches one part again; the page drawn anew says that it is under way. */
export function TryAgain({ step, title }: { step: string; title: string }) {
  const t = useTranslations("agents.dashboard");
  const { busy, problem, retry } = useSyncAct();
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant="secondary"
        size="small"
        busy={busy}
        busyLabel={t("retrying")}
        aria-label={busy ? undefined : t("tryAgainName", { part: title })}
        onClick={() => retry([step])}
      >
        <RotateCw aria-hidden />
        {t("tryAgain")}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
