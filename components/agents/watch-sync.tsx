"use client";

import { useRunEnd } from "@/components/flow/use-run-end";
import type { StatusView } from "@/lib/agents/view/status";
import { call } from "@/lib/platform/http/browser";
import { tellLive } from "./live-sync";
import { countEndedParts, isAwaitingResume } from "./sync-data";

type WatchSyncProps = {
  jobId: number;
  /** How many of its parts had ended when the page was drawn, where the page shows what each has brought. */
  ended?: number | undefined;
  /** It was paused when the page was drawn. */
  isPaused?: boolean;
};

/**
 * Draws the page anew when a sync that it shows as under way is no more what it shows: it has ended, another has taken its place, somebody has
 * paused or resumed it, or, where the page shows parts, one of these has ended.
 */
export function WatchSync({ jobId, ended, isPaused = false }: WatchSyncProps) {
  const isOver = async () => {
    // What could not be asked now is asked again.
    const { data } = await call<StatusView>("GET", "/api/v1/agents/onboarding/status");
    if (data === null) return false;
    tellLive(data);
    if (data.id !== jobId || data.endedAt !== null) return true;
    return isAwaitingResume(data) !== isPaused || (ended !== undefined && countEndedParts(data) !== ended);
  };
  useRunEnd({ name: `sync ${jobId} ${isPaused ? "paused" : ""} ${ended ?? ""}`, isOver });
  return null;
}
