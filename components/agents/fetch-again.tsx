"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useSyncAct } from "./use-sync-act";

type ActingProps = { label: string; busy: boolean; problem: string | null; act: () => Promise<void> };

/** Fetches all data anew, though it is complete. */
export function FetchAgain() {
  const t = useTranslations("agents.dashboard");
  const { busy, problem, restart } = useSyncAct();
  return <Acting label={t("refresh")} busy={busy} problem={problem} act={restart} />;
}

/** Fetches all that is missing: what has failed once more, or what was stopped. */
export function FetchMissing({ isGoingOn }: { isGoingOn: boolean }) {
  const t = useTranslations("agents.dashboard");
  const { busy, problem, retry } = useSyncAct();
  return <Acting label={t(isGoingOn ? "goOn" : "tryAgain")} busy={busy} problem={problem} act={() => retry()} />;
}

function Acting({ label, busy, problem, act }: ActingProps) {
  const t = useTranslations("agents.dashboard");
  return (
    <div className="grid justify-items-start gap-2">
      <Button variant="secondary" size="small" busy={busy} busyLabel={t("retrying")} onClick={act}>
        <RotateCw aria-hidden />
        {label}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
