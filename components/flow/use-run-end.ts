"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { pollPauseMs } from "./poll-pace";

type Place = { refresh: () => void; onEnd: () => void };
type Shared = { places: Set<Place>; end: () => void };

/** What is watched: its name among all that this page watches, and whether it has come to what is waited for. */
export type Watched = { name: string; isOver: () => Promise<boolean> };

// Several places of a page may show one run: it is asked about once, and the page drawn anew once.
const watches = new Map<string, Shared>();

/** Watches a run at the pace of the progress page, but not while nobody looks, and draws the page anew once when it is over. Null watches none. */
export function useRunEnd(watched: Watched | null, onEnd: () => void = () => {}): void {
  const router = useRouter();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one watch for each run and state of it
  useEffect(() => (watched ? join(watched, { refresh: router.refresh, onEnd }) : undefined), [watched?.name]);
}

/** Takes part in the watch of this name, or begins it; returns what leaves it, and ends it with the last. */
function join({ name, isOver }: Watched, place: Place): () => void {
  const shared = watches.get(name) ?? begin(name, isOver);
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
