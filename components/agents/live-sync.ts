"use client";

import { useSyncExternalStore } from "react";
import type { SyncPart, SyncView } from "@/components/flow/sync-view";
import type { StatusView } from "@/lib/agents/view/status";
import { shownStates, syncPace } from "./sync-data";

type Part = StatusView["steps"][number];
type Drawn = { jobId: number; drawnAt: string };

// One place of a page asks how its sync goes; whoever shows something of it hears the answer here.
let heard: StatusView | null = null;
const listeners = new Set<() => void>();

/** Hands on what was heard of a sync that goes on. */
export function tellLive(status: StatusView): void {
  heard = status;
  for (const listen of listeners) listen();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** What was heard of a sync since it was drawn; null where that is nothing. */
function useHeard({ jobId, drawnAt }: Drawn): StatusView | null {
  const status = useSyncExternalStore(
    subscribe,
    () => heard,
    () => null,
  );
  return status?.id === jobId && status.serverTime > drawnAt ? status : null;
}

/** Whether a sync that goes on still moves, as it was drawn or as was heard since. */
export function useLivePace({ pace, ...drawn }: Drawn & { pace: SyncView["pace"] }): SyncView["pace"] {
  const status = useHeard(drawn);
  return status ? syncPace(status) : pace;
}

/** A part of a sync as it was drawn, or as it was heard of since, with the state that is shown of it. */
export function useLivePart({ part, ...drawn }: Drawn & { part: Part }): { part: Part; shown: SyncPart["state"] } {
  const status = useHeard(drawn);
  const at = status?.steps.findIndex(({ id }) => id === part.id) ?? -1;
  const now = status?.steps[at] ?? part;
  return { part: now, shown: (status && shownStates(status.steps)[at]) ?? now.state };
}
