"use client";

import { useRunEnd } from "./use-run-end";

/** Draws the page anew, once, when a run that it shows as running or waiting is so no more. */
export function WatchRun({ jobId, isWaiting }: { jobId: number; isWaiting: boolean }) {
  useRunEnd(jobId, { isWaiting });
  return null;
}
