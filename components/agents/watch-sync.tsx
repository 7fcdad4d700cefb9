"use client";

import { useRunEnd } from "@/components/flow/use-run-end";
import type { StatusView } from "@/lib/agents/view/status";
import { call } from "@/lib/platform/http/browser";
import { tellLive } from "./live-sync";
import { countEndedParts } from "./sync-data";

type WatchSyncProps = {
  jobId: number;
  /** How many of its parts had ended when the page was drawn, where the page shows what each has brought. */
  ended?: number | undefined;
};

/** Draws the page anew when a sync that it shows as running has ended or, where it shows parts, one of these has. */
export function WatchSync({ jobId, ended }: WatchSyncProps) {
  const isOver = async () => {
    // What could not be asked now is asked again.
    const { data } = await call<StatusView>("GET", "/api/v1/agents/onboarding/status");
    if (data === null) return false;
    tellLive(data);
    return data.endedAt !== null || (ended !== undefined && countEndedParts(data) !== ended);
  };
  useRunEnd({ name: `sync ${jobId} ${ended ?? ""}`, isOver });
  return null;
}
