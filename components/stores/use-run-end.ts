"use client";

import { useRunEnd as useAnyRunEnd } from "@/components/flow/use-run-end";
import { call } from "@/lib/platform/http/browser";

type Told = { endedAt: string | null; status: string };

const progressPath = (jobId: number) => `/api/v1/store/onboarding/step/order-sync/progress/${jobId}`;

/**
 * Watches an import and draws the page anew once when it has ended or waits for somebody; of one that `isWaiting`, when it goes on or has ended.
 * Null watches none.
 */
export function useRunEnd(jobId: number | null, { isWaiting = false, onEnd = () => {} } = {}): void {
  const isOver = async () => {
    // What could not be asked now is asked again.
    const { data } = await call<Told>("GET", progressPath(Number(jobId)));
    return data !== null && (data.endedAt !== null || (data.status === "waiting") !== isWaiting);
  };
  useAnyRunEnd(jobId === null ? null : { name: `${jobId} ${isWaiting}`, isOver }, onEnd);
}
