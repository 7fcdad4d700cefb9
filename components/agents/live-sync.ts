"use client";

import { useSyncExternalStore } from "react";
import type { StatusView } from "@/lib/agents/view/status";

type Part = StatusView["steps"][number];

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

/** A part of a sync as it was drawn, or as it was heard of since. */
export function useLivePart({ jobId, drawnAt, part }: { jobId: number; drawnAt: string; part: Part }): Part {
  const status = useSyncExternalStore(
    subscribe,
    () => heard,
    () => null,
  );
  if (status?.id !== jobId || status.serverTime <= drawnAt) return part;
  return status.steps.find(({ id }) => id === part.id) ?? part;
}
