"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { pollPauseMs } from "@/components/flow/poll-pace";
import { call } from "@/lib/platform/http/browser";

type Told = { endedAt: string | null; status: string };
type Place = { refresh: () => void; onEnd: () => void };
type Shared = { places: Set<Place>; end: () => void };

const progressPath = (jobId: number) => `/api/v1/store/onboarding/step/order-sync/progress/${jobId}`;

// Several places of a page may show one run: it is asked about once, and the page drawn anew once.
const watches = new Map<string, Shared>();

/**
 * Watches a run at the pace of the progress page, but not while nobody looks, and draws the page anew once when it has ended or waits for somebody;
 * of one that `isWaiting`, when it goes on or has ended. Null watches none.
 */
export function useRunEnd(jobId: number | null, { isWaiting = false, onEnd = () => {} } = {}): void {
  const router = useRouter();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one watch for each run and state of it
  useEffect(() => {
    if (jobId === null) return;
    const hasTurned = ({ endedAt, status }: Told) => endedAt !== null || (status === "waiting") !== isWaiting;
    const ask = async () => {
      // What could not be asked now is asked again.
      const { data } = await call<Told>("GET", progressPath(jobId));
      return data !== null && hasTurned(data);
    };
    return join(`${jobId} ${isWaiting}`, ask, { refresh: router.refresh, onEnd });
  }, [jobId, isWaiting]);
}

/** Takes part in the watch of this name, or begins it; returns what leaves it, and ends it with the last. */
function join(name: string, ask: () => Promise<boolean>, place: Place): () => void {
  const shared = watches.get(name) ?? begin(name, ask);
  shared.places.add(place);
  return () => {
    shared.places.delete(place);
    if (shared.places.size > 0) return;
    shared.end();
    if (watches.get(name) === shared) watches.delete(name);
  };
}

function begin(name: string, ask: () => Promise<boolean>): Shared {
  const places = new Set<Place>();
  const end = watch(ask, () => {
    watches.delete(name);
    const [first] = places;
    for (const { onEnd } of places) onEnd();
    first?.refresh();
  });
  const shared = { places, end };
  watches.set(name, shared);
  return shared;
}

/** Asks again and again until the answer is yes, and then says so; returns what ends it. A hidden page rests, and asks at once when it is back. */
function watch(ask: () => Promise<boolean>, onYes: () => void): () => void {
  const begunMs = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isAsking, isOver] = [false, false];
  const end = () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
  async function look(): Promise<void> {
    clearTimeout(timer);
    if (document.hidden || isAsking) return;
    isAsking = true;
    const isYes = await ask();
    isAsking = false;
    if (isOver) return;
    if (!isYes) return wait();
    end();
    onYes();
  }
  const wait = () => {
    timer = setTimeout(look, pollPauseMs(performance.now() - begunMs));
  };
  document.addEventListener("visibilitychange", look);
  wait();
  return end;
}
