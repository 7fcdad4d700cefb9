"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import type { StatusView } from "@/lib/agents/view/status";
import { SyncReady } from "./sync-ready";

type SyncStepProps = {
  current: StatusView | null;
  /** Where a key is entered. */
  keyHref: string;
  /** "Tell me when ready", beside the run. */
  notify: ReactNode;
};

// Who has not started is sent what watches a sync only when there is one.
const SyncRun = dynamic(() => import("./sync-run").then(found => found.SyncRun));

/** Step 2: what to expect, start, watch it move, and the ways on from each end. */
export function SyncStep({ current, keyHref, notify }: SyncStepProps) {
  if (!current) return <SyncReady keyHref={keyHref} />;
  return <SyncRun running={current} keyHref={keyHref} notify={notify} />;
}
