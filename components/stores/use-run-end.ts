"use client";

import { useEffect } from "react";
import { call } from "@/lib/platform/http/browser";

const pollMs = 2000;
const progressPath = (jobId: number) => `/api/v1/store/onboarding/step/order-sync/progress/${jobId}`;

/** Watches a run every 2 s, but not while nobody looks, and tells when it has ended or waits for somebody; null watches none. */
export function useRunEnd(jobId: number | null, onEnd: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one watch for each run
  useEffect(() => {
    if (jobId === null) return;
    const watch = setInterval(async () => {
      if (document.hidden) return;
      // What could not be asked now is asked again.
      const answer = await call<{ endedAt: string | null; status: string }>("GET", progressPath(jobId));
      if (!answer.data?.endedAt && answer.data?.status !== "waiting") return;
      clearInterval(watch);
      onEnd();
    }, pollMs);
    return () => clearInterval(watch);
  }, [jobId]);
}
