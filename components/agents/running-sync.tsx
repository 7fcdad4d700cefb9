"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SyncView } from "@/components/flow/sync-view";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { useLivePace } from "./live-sync";

type RunningSyncProps = {
  jobId: number;
  drawnAt: string;
  /** Whether it still moved when it was drawn. */
  pace: SyncView["pace"];
  /** "Tell me when ready". */
  notify?: ReactNode;
};

/** Says that a sync goes on, or that it has not moved for long, and leads to where it is watched. */
export function RunningSync({ notify, ...drawn }: RunningSyncProps) {
  const t = useTranslations();
  const pace = useLivePace(drawn);
  const isStuck = pace === "stuck";
  return (
    <Notice
      tone={isStuck ? "warning" : "neutral"}
      title={t(isStuck ? "flow.sync.stuck" : "agents.dashboard.running")}
      actions={
        <>
          <LinkButton href="/agent/onboarding/sync" variant="secondary" size="small">
            {t("agents.dashboard.watch")}
          </LinkButton>
          {notify}
        </>
      }
    >
      {pace === "moving" ? null : t(isStuck ? "flow.sync.stuckHelp" : "flow.sync.slow")}
    </Notice>
  );
}
