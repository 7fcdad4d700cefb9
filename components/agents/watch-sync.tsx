"use client";

import { useRunEnd } from "@/components/flow/use-run-end";
import type { StatusView } from "@/lib/agents/view/status";
import { call } from "@/lib/platform/http/browser";

/** Draws the page anew, once, when a sync that it shows as running has ended. */
export function WatchSync({ jobId }: { jobId: number }) {
  const isOver = async () => {
    // What could not be asked now is asked again.
    const { data } = await call<StatusView>("GET", "/api/v1/agents/onboarding/status");
    return data !== null && data.endedAt !== null;
  };
  useRunEnd({ name: `sync ${jobId}`, isOver });
  return null;
}
